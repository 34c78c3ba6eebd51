import { type AliasableExpression, type Kysely, sql } from 'kysely';
import type { FollowerColumns, GainColumns, Platform, Schema } from '../../store/schema.ts';
import type { Gains } from '../metrics.ts';

/** Whose days are asked for. All of them are rollups: no window is ever summed over posts. */
export type DaysOf =
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'creator'; readonly id: string }
  | { readonly kind: 'organization' }
  | { readonly kind: 'video'; readonly id: string }
  | { readonly kind: 'account_video'; readonly platform: Platform; readonly id: number };

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
/** Videos have no followers. */
const noFollowers = [
  sql<number>`0`.as('followers_first'),
  sql<number>`0`.as('follower_accounts'),
  sql<number>`0`.as('followers_gained'),
] as const;

/** The days of a span that have a row, ascending. */
export function readDays(
  db: Kysely<Schema>,
  organizationId: string,
  whose: DaysOf,
  span: { start: string; end: string },
): Promise<readonly DayRow[]> {
  return db
    .selectFrom(days(db, organizationId, whose).as('days'))
    .selectAll()
    .where('day', '>=', span.start)
    .where('day', '<=', span.end)
    .orderBy('day')
    .execute();
}

/** The sums of a span of days. */
export async function sumDays(
  db: Kysely<Schema>,
  organizationId: string,
  whose: DaysOf,
  span: { start: string; end: string },
): Promise<SpanTotals> {
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
  db: Kysely<Schema>,
  organizationId: string,
  whose: DaysOf,
  day: string,
): Promise<FollowerLevel> {
  return await db
    .selectFrom(days(db, organizationId, whose).as('days'))
    .select([
      sql<number>`coalesce(sum(follower_accounts), 0)`.as('known'),
      sql<number>`coalesce(sum(followers_first + followers_gained), 0)`.as('level'),
    ])
    .where('day', '<', day)
    .executeTakeFirstOrThrow();
}

function days(db: Kysely<Schema>, organizationId: string, whose: DaysOf): AliasableExpression<DayRow> {
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
    case 'video':
      return db
        .selectFrom('video_days')
        .select([...gains, ...noFollowers])
        .where('organization_id', '=', organizationId)
        .where('video_id', '=', whose.id);
    case 'account_video':
      return db
        .selectFrom('account_video_days')
        .select([...gains, ...noFollowers])
        .where('organization_id', '=', organizationId)
        .where('platform', '=', whose.platform)
        .where('video_id', '=', whose.id);
  }
}
