import type { Kysely } from 'kysely';
import { among } from '../among.ts';
import type { Change } from '../observations/change.ts';
import type { Counts, Gains } from '../observations/counts.ts';
import { type Levels, metrics, unknownOf } from '../observations/metrics.ts';
import type { Run } from '../observations/runs.ts';
import type { AccountRow, Platform, PostLevelRow, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { bulkInsert } from './bulk-insert.ts';
import { nextPostIds } from './ids.ts';
import { writeAges } from './post-ages.ts';
import { intoPostLevels, levelRow } from './post-level-rows.ts';
import { contentOf, intoAccountVideos } from './post-rows.ts';
import type { KnownPost } from './post-states.ts';
import { type WordsOfPost, writeBeside } from './post-words.ts';
import { addPostDays } from './rollups.ts';

/** A post with what changes of it. */
export interface ChangedPost {
  readonly key: string;
  /** Null for a post that is seen for the first time. */
  readonly known: KnownPost | null;
  readonly madeAt: number;
  /** What it says in words; null where that stays as it is. */
  readonly words: WordsOfPost | null;
  readonly change: Change;
  /** The runs that the table holds before. */
  readonly stored: readonly Run[];
  /** When it was first seen, ISO 8601. */
  readonly firstSeen: string;
}

/** Writes changed posts and their runs. A post of which nothing was seen any more goes. */
export async function writePosts(
  dialect: Dialect,
  db: Kysely<Schema>,
  { account, organizationNo }: { account: AccountRow; organizationNo: number },
  posts: readonly ChangedPost[],
): Promise<void> {
  const gone = posts.flatMap(({ known, change }) => (known !== null && change.after.length === 0 ? [known] : []));
  const kept = posts.filter(({ change }) => change.after.length > 0);
  const ids = await idsOf(db, kept);
  const identified = kept.flatMap((post) => {
    const id = ids.get(post.key);
    return id === undefined ? [] : [{ ...post, id }];
  });
  await writeRows(dialect, db, account, identified);
  await writeRuns(dialect, db, organizationNo, identified);
  await writeAges(dialect, db, organizationNo, identified);
  await writeBeside(dialect, db, organizationNo, identified);
  await writeMade(dialect, db, account, identified);
  const fresh = kept.filter(({ known }) => known === null).map(({ madeAt }) => iso(madeAt));
  await addPostDays(dialect, db, account.organization_id, fresh);
  await deletePosts(dialect, db, account, gone);
}

type Identified = ChangedPost & { readonly id: number };

/** The ids of all posts; new ones get theirs in the order in which they were made. */
async function idsOf(db: Kysely<Schema>, posts: readonly ChangedPost[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const { key, known } of posts) if (known !== null) ids.set(key, known.id);
  const fresh = posts.filter(({ known }) => known === null).sort((a, b) => a.madeAt - b.madeAt);
  if (fresh.length === 0) return ids;
  let id = await nextPostIds(db, fresh.length);
  for (const { key } of fresh) ids.set(key, id++);
  return ids;
}

async function writeRows(dialect: Dialect, db: Kysely<Schema>, account: AccountRow, posts: readonly Identified[]) {
  const { platform, organization_id } = account;
  const told = posts.flatMap((post) => {
    const { words, key } = post;
    if (words === null) return [];
    const identity = { platform, id: post.id, organization_id, account_id: account.id, external_id: key };
    return [{ ...identity, create_time: iso(post.madeAt), ...contentOf(words.words), ...standing(account, post) }];
  });
  await bulkInsert(dialect, db, intoAccountVideos, told);
  for (const post of posts.filter(({ words }) => words === null)) {
    await db
      .updateTable('account_videos')
      .set(standing(account, post))
      .where('platform', '=', platform)
      .where('id', '=', post.id)
      .execute();
  }
}

/** Posts of which somebody who is believed more, or an earlier time, told when they were made. */
async function writeMade(dialect: Dialect, db: Kysely<Schema>, account: AccountRow, posts: readonly Identified[]) {
  for (const { id, known, madeAt } of posts) {
    if (known === null || Date.parse(known.create_time) === madeAt) continue;
    await db
      .updateTable('account_videos')
      .set({ create_time: iso(madeAt) })
      .where('platform', '=', account.platform)
      .where('id', '=', id)
      .execute();
    await addPostDays(dialect, db, account.organization_id, [known.create_time], -1);
    await addPostDays(dialect, db, account.organization_id, [iso(madeAt)]);
  }
}

/** Where a post stands after its change. */
function standing({ platform }: AccountRow, { change, firstSeen }: Identified) {
  const lastSeen = iso(change.after.reduce((latest, { until }) => Math.max(latest, until), 0));
  const last = plainLast(platform, change);
  return {
    ...countsOf(platform === 'tiktok', change.levels),
    run_at: last?.at ?? null,
    run_origin: last?.origin ?? null,
    unknown_metrics: unknownOf(platform, change.levels),
    from_zero: change.fromZero,
    first_scrape_time: firstSeen,
    added_at: firstSeen,
    last_scrape_time: lastSeen,
    updated_at: lastSeen,
  };
}

/** The last run, where the post's own counts say what it says. */
function plainLast(platform: Platform, { after, levels }: Change): Run | null {
  const last = after.at(-1);
  if (last === undefined || after.at(-2)?.at === last.at) return null;
  const isPlain = metrics.every(
    (metric) =>
      last.steps[metric] === undefined &&
      last.levels[metric] === (metric === 'saves' && platform === 'tiktok' ? null : levels[metric]),
  );
  return isPlain ? last : null;
}

/** Counts as the contract has them: 0 where nothing was ever told, saves null on TikTok and where they are unknown. */
export function countsOf(isTikTok: boolean, levels: Levels): Counts {
  return {
    view_count: levels.views ?? 0,
    play_count: levels.plays ?? 0,
    like_count: levels.likes ?? 0,
    comment_count: levels.comments ?? 0,
    share_count: levels.shares ?? 0,
    saved_count: isTikTok ? null : levels.saves,
  };
}

/** Writes what changed in the runs of posts. */
export async function writeRuns(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationNo: number,
  posts: readonly (Pick<Identified, 'id' | 'stored'> & { readonly change: Pick<Change, 'after'> })[],
): Promise<void> {
  const rows: PostLevelRow[] = [];
  for (const { id, change, stored } of posts) {
    const before = new Map(stored.map((run) => [keyOf(run), run]));
    for (const run of change.after) {
      const known = before.get(keyOf(run));
      before.delete(keyOf(run));
      if (known === undefined || !isSame(known, run)) rows.push(levelRow(organizationNo, id, run));
    }
    for (const { at, origin } of before.values()) {
      await db
        .deleteFrom('post_levels')
        .where('organization_no', '=', organizationNo)
        .where('post_id', '=', id)
        .where('at', '=', at)
        .where('origin', '=', origin)
        .execute();
    }
  }
  await bulkInsert(dialect, db, intoPostLevels, rows);
}

function keyOf({ at, origin }: Run): string {
  return `${at} ${origin}`;
}

function isSame(a: Run, b: Run): boolean {
  return (
    a.until === b.until &&
    metrics.every((metric) => a.levels[metric] === b.levels[metric] && a.steps[metric] === b.steps[metric])
  );
}

/** Saves of TikTok are kept as levels, and enter no sum (contract §2). */
export function keptGains(isTikTok: boolean, gains: Gains): Gains {
  return isTikTok ? { ...gains, saves: 0 } : gains;
}

async function deletePosts(dialect: Dialect, db: Kysely<Schema>, account: AccountRow, posts: readonly KnownPost[]) {
  if (posts.length === 0) return;
  await addPostDays(
    dialect,
    db,
    account.organization_id,
    posts.map(({ create_time }) => create_time),
    -1,
  );
  await db
    .deleteFrom('account_videos')
    .where('platform', '=', account.platform)
    .where('account_id', '=', account.id)
    .where(
      among(
        dialect,
        'id',
        posts.map(({ id }) => id),
      ),
    )
    .execute();
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
