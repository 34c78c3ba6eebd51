import { type AliasableExpression, type Kysely, sql } from 'kysely';
import { among } from '../../store/among.ts';
import { checkedOwner } from '../../store/owner.ts';
import { postDays, sumOf } from '../../store/post-days.ts';
import type { GainColumns, Platform, Schema } from '../../store/schema.ts';
import type { Dialect, Store } from '../../store/store.ts';
import { videoDays } from '../../store/video-days.ts';
import type { Seen } from '../known.ts';
import type { Gains } from '../metrics.ts';

/** Many things of one kind, whose ids a request gave. */
export type Batch =
  | { readonly kind: 'accounts'; readonly ids: readonly string[] }
  | { readonly kind: 'videos'; readonly ids: readonly string[] }
  | { readonly kind: 'account_videos'; readonly platform: Platform; readonly ids: readonly number[] };

type Reader = Pick<Store, 'dialect' | 'read'>;
type OwnedDay = GainColumns & { readonly id: string | number };

/** Those of the ids that this organization has, with what is known of them: foreign ones are as unknown as any other. */
export async function owned(
  { dialect, read }: Reader,
  organizationId: string,
  batch: Batch,
): Promise<ReadonlyMap<string | number, Seen>> {
  const rows: readonly ({ id: string | number } & Seen)[] =
    batch.kind === 'account_videos'
      ? await read
          .selectFrom('account_videos')
          .select(['id', 'platform', 'first_scrape_time', 'unknown_metrics'])
          .where(checkedOwner('organization_id', organizationId))
          .where('platform', '=', batch.platform)
          .where(among(dialect, 'id', batch.ids))
          .execute()
      : await read
          .selectFrom(batch.kind)
          .select(['id', 'platform', 'first_scrape_time', 'unknown_metrics'])
          .$if(batch.kind === 'accounts', (query) => query.select(sql<number>`reported_metrics`.as('reported_metrics')))
          .where(checkedOwner('organization_id', organizationId))
          .where(among(dialect, 'id', batch.ids))
          .execute();
  return new Map(rows.map(({ id, ...seen }) => [id, seen]));
}

/** The sums of a span of days for each id that has any. */
export async function sumBatch(
  { dialect, read }: Reader,
  organizationId: string,
  batch: Batch,
  span: { start: string; end: string },
): Promise<ReadonlyMap<string | number, Gains>> {
  if (batch.kind === 'account_videos') {
    const days = await postDays({ dialect, read }, organizationId, batch, span);
    return new Map([...days].map(([id, of]) => [id, sumOf(of)]));
  }
  if (batch.kind === 'videos') {
    const days = await videoDays({ dialect, read }, organizationId, batch.ids, span);
    return new Map([...days].map(([id, of]) => [id, sumOf(of)]));
  }
  const rows = await read
    .selectFrom(batchDays(dialect, read, organizationId, batch).as('days'))
    .select([
      'id',
      sql<number>`sum(views)`.as('views'),
      sql<number>`sum(plays)`.as('plays'),
      sql<number>`sum(likes)`.as('likes'),
      sql<number>`sum(comments)`.as('comments'),
      sql<number>`sum(shares)`.as('shares'),
      sql<number>`sum(saves)`.as('saves'),
    ])
    .where('day', '>=', span.start)
    .where('day', '<=', span.end)
    .groupBy('id')
    .execute();
  return new Map(rows.map(({ id, ...gains }) => [id, gains]));
}

function batchDays(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationId: string,
  { ids }: Extract<Batch, { kind: 'accounts' }>,
): AliasableExpression<OwnedDay> {
  return db
    .selectFrom('account_days')
    .select(['account_id as id', 'day', 'views', 'plays', 'likes', 'comments', 'shares', 'saves'])
    .where('organization_id', '=', organizationId)
    .where(among(dialect, 'account_id', ids));
}
