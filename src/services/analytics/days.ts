import { type AliasableExpression, type Kysely, sql } from 'kysely';
import { postDays, sumOf } from '../../store/post-days.ts';
import type { FollowerColumns, GainColumns, Platform, Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { videoDays } from '../../store/video-days.ts';
import type { Gains } from '../metrics.ts';

/** Whose days are asked for. All but those of single posts are rollups: no window is ever summed over posts. */
export type DaysOf =
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'creator'; readonly id: string }
  | { readonly kind: 'organization' }
  | { readonly kind: 'video'; readonly id: string }
  | { readonly kind: 'account_video'; readonly platform: Platform; readonly id: number };

type PostOf = Extract<DaysOf, { kind: 'account_video' | 'video' }>;

function isPost(whose: DaysOf): whose is PostOf {
  return whose.kind === 'account_video' || whose.kind === 'video';
}

export type DayRow = GainColumns & FollowerColumns;

/** Gains of a span of days, with the followers gained in it. */
export interface SpanTotals extends Gains {
  readonly followers_gained: number;
}

/** Followers at the end of a day; `known` is 0 while no count was ever seen. */
export interface FollowerLevel {
  readonly known: number;
  readonly level: number;
}

const gains = ['day', 'views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const;
const followers = ['followers_first', 'follower_accounts', 'followers_gained'] as const;
type Reader = Pick<Store, 'dialect' | 'read'>;
interface Span {
  readonly start: string;
  readonly end: string;
}

/** The days of a span that have a row, ascending. */
export async function readDays(
  { dialect, read: db }: Reader,
  organizationId: string,
  whose: DaysOf,
  span: Span,
): Promise<readonly DayRow[]> {
  if (isPost(whose)) {
    const days = await daysOfPost({ dialect, read: db }, organizationId, whose, span);
    return days.map((day) => ({ ...day, followers_first: 0, follower_accounts: 0, followers_gained: 0 }));
  }
  return await db
    .selectFrom(days(db, organizationId, whose).as('days'))
    .selectAll()
    .where('day', '>=', span.start)
    .where('day', '<=', span.end)
    .orderBy('day')
    .execute();
}

/** The sums of a span of days. */
export async function sumDays(
  { dialect, read: db }: Reader,
  organizationId: string,
  whose: DaysOf,
  span: Span,
): Promise<SpanTotals> {
  if (isPost(whose)) {
    return { ...sumOf(await daysOfPost({ dialect, read: db }, organizationId, whose, span)), followers_gained: 0 };
  }
  return await db
    .selectFrom(days(db, organizationId, whose).as('days'))
    .select([
      sql<number>`coalesce(sum(views), 0)`.as('views'),
      sql<number>`coalesce(sum(plays), 0)`.as('plays'),
      sql<number>`coalesce(sum(likes), 0)`.as('likes'),
      sql<number>`coalesce(sum(comments), 0)`.as('comments'),
      sql<number>`coalesce(sum(shares), 0)`.as('shares'),
      sql<number>`coalesce(sum(saves), 0)`.as('saves'),
      sql<number>`coalesce(sum(followers_gained), 0)`.as('followers_gained'),
    ])
    .where('day', '>=', span.start)
    .where('day', '<=', span.end)
    .executeTakeFirstOrThrow();
}

/** Followers before the first moment of a day. */
export async function followersBefore(
  { read: db }: Reader,
  organizationId: string,
  whose: DaysOf,
  day: string,
): Promise<FollowerLevel> {
  if (isPost(whose)) return { known: 0, level: 0 };
  return await db
    .selectFrom(days(db, organizationId, whose).as('days'))
    .select([
      sql<number>`coalesce(sum(follower_accounts), 0)`.as('known'),
      sql<number>`coalesce(sum(followers_first + followers_gained), 0)`.as('level'),
    ])
    .where('day', '<', day)
    .executeTakeFirstOrThrow();
}

async function daysOfPost(reader: Reader, organizationId: string, whose: PostOf, span: Span) {
  if (whose.kind === 'video') return (await videoDays(reader, organizationId, [whose.id], span)).get(whose.id) ?? [];
  const { platform, id } = whose;
  return (await postDays(reader, organizationId, { platform, ids: [id] }, span)).get(id) ?? [];
}

function days(db: Kysely<Schema>, organizationId: string, whose: Exclude<DaysOf, PostOf>): AliasableExpression<DayRow> {
  switch (whose.kind) {
    case 'account':
      return db
        .selectFrom('account_days')
        .select([...gains, ...followers])
        .where('organization_id', '=', organizationId)
        .where('account_id', '=', whose.id);
    case 'creator':
      return db
        .selectFrom('creator_days')
        .select([...gains, ...followers])
        .where('organization_id', '=', organizationId)
        .where('creator_id', '=', whose.id);
    case 'organization':
      return db
        .selectFrom('organization_days')
        .select([...gains, ...followers])
        .where('organization_id', '=', organizationId);
  }
}
