import { type Kysely, sql } from 'kysely';
import { among } from '../among.ts';
import { type Counts, countColumns } from '../observations/counts.ts';
import type { Run } from '../observations/runs.ts';
import { runOf } from '../post-runs.ts';
import type { PostLevelRow, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import type { Place } from './looked.ts';

/** A post that is known, with its counts as they stand. */
export interface KnownPost extends Counts {
  readonly id: number;
  readonly external_id: string;
  readonly create_time: string;
  readonly first_scrape_time: string | null;
  readonly last_scrape_time: string | null;
  readonly unknown_metrics: number;
  readonly from_zero: number;
  readonly run_at: number | null;
  readonly run_origin: number | null;
  /** 1 where words are kept beside those that it shows. */
  readonly words_beside: 0 | 1;
}

const knownColumns = [
  'id',
  'external_id',
  'create_time',
  'first_scrape_time',
  'last_scrape_time',
  'unknown_metrics',
  'from_zero',
  'run_at',
  'run_origin',
  ...countColumns,
] as const;

/** The account's posts of these keys. */
export function postsByKey(place: Place, keys: readonly string[]): Promise<KnownPost[]> {
  return knownPosts(place)
    .where(among(place.writer.dialect, 'external_id', keys))
    .execute();
}

/** The account's posts of these ids. */
export function postsById(place: Place, ids: readonly number[]): Promise<KnownPost[]> {
  const { writer, account } = place;
  return knownPosts(place)
    .where('platform', '=', account.platform)
    .where(among(writer.dialect, 'id', ids))
    .execute();
}

function knownPosts({ writer, account, origin }: Place) {
  const beside = sql<0 | 1>`case when exists (select 1 from post_words where
    organization_no = ${origin.organizationNo} and post_id = account_videos.id) then 1 else 0 end`;
  return writer.write
    .selectFrom('account_videos')
    .select(knownColumns)
    .select(beside.as('words_beside'))
    .where('account_id', '=', account.id);
}

/** The last run of each post, or several where several origins spoke last at one instant. */
export async function lastRuns(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationNo: number,
  ids: readonly number[],
): Promise<Map<number, Run[]>> {
  const rows = await db
    .selectFrom('post_levels as l')
    .selectAll()
    .where('organization_no', '=', organizationNo)
    .where(among(dialect, 'post_id', ids))
    .where(({ eb, selectFrom }) =>
      eb(
        'l.at',
        '=',
        selectFrom('post_levels as later')
          .select(({ fn }) => fn.max('later.at').as('at'))
          .where('later.organization_no', '=', organizationNo)
          .whereRef('later.post_id', '=', 'l.post_id'),
      ),
    )
    .execute();
  return runsByPost(rows);
}

/** All runs of each post, ascending. */
export async function allRuns(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationNo: number,
  ids: readonly number[],
): Promise<Map<number, Run[]>> {
  const rows = await db
    .selectFrom('post_levels')
    .selectAll()
    .where('organization_no', '=', organizationNo)
    .where(among(dialect, 'post_id', ids))
    .orderBy('post_id')
    .orderBy('at')
    .orderBy('origin')
    .execute();
  return runsByPost(rows);
}

function runsByPost(rows: readonly PostLevelRow[]): Map<number, Run[]> {
  const runs = new Map<number, Run[]>();
  for (const row of rows) {
    const of = runs.get(row.post_id);
    if (of === undefined) runs.set(row.post_id, [runOf(row)]);
    else of.push(runOf(row));
  }
  return runs;
}
