import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import { deleteAccount } from '../../src/store/ownership.ts';
import { merge } from '../../src/store/posts-by-count/merge.ts';
import { postsByCount } from '../../src/store/posts-by-count/posts-by-count.ts';
import type { Platform } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { oldAccount, oldOrganization, oldPosts, run } from './old-rows.ts';
import { emptyDatabase, openTestStore } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';
import { accountFacts, addAccount, addOrganization, pastPost } from './rows.ts';

it('merges ordered sources, and reads at most one entry of each beyond what is taken', () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }), { maxLength: 9 });
  fc.assert(
    fc.property(lists, fc.nat(20), (unordered, asked) => {
      const sources = unordered.map((list) => list.toSorted((a, b) => a - b));
      const taken: number[] = sources.map(() => 0);
      const counted = sources.map(function* (source, index) {
        for (const entry of source) {
          taken[index] = (taken[index] ?? 0) + 1;
          yield entry;
        }
      });
      const merged = merge(counted, (a, b) => a < b);
      const first = merged.take(asked).toArray();
      const all = sources.flat().sort((a, b) => a - b);
      expect(first).toEqual(all.slice(0, asked));
      const beyond = taken.reduce((sum, count) => sum + count, 0) - first.length;
      expect(beyond).toBeLessThanOrEqual(sources.length);
    }),
  );
});

interface PartitionRow {
  platform: Platform;
  accounts: number;
}

async function partitionsOf(store: Store, organizationId: string): Promise<readonly PartitionRow[]> {
  const asked = sql<PartitionRow>`select platform, accounts from post_partitions
    where organization_id = ${organizationId} order by platform, id`;
  return (await asked.execute(store.read)).rows;
}

it('puts twenty accounts of a platform into a partition, and gives the places of deleted ones to new ones', async () => {
  const { store, remove } = await openTestStore('sqlite');
  await addOrganization(store, 'o');
  await addOrganization(store, 'other');
  for (let i = 0; i < 41; i += 1) await addAccount(store, 'o', accountFacts(`i${i}`, 'instagram'));
  await addAccount(store, 'o', accountFacts('t', 'tiktok'));
  await addAccount(store, 'other', accountFacts('x', 'instagram'));
  const platform = 'instagram';
  const tiktok = { platform: 'tiktok', accounts: 1 };
  expect(await partitionsOf(store, 'o')).toEqual([
    { platform, accounts: 20 },
    { platform, accounts: 20 },
    { platform, accounts: 1 },
    tiktok,
  ]);
  // One that has none left goes; where there is room again, the next account gets in.
  for (const accountId of ['i3', 'i40']) await deleteAccount(store, { organizationId: 'o', accountId });
  expect(await partitionsOf(store, 'o')).toEqual([{ platform, accounts: 19 }, { platform, accounts: 20 }, tiktok]);
  await addAccount(store, 'o', accountFacts('new', 'instagram'));
  expect(await partitionsOf(store, 'o')).toEqual([{ platform, accounts: 20 }, { platform, accounts: 20 }, tiktok]);
  expect(await rollupDifferences(store)).toEqual([]);
  await store.write.deleteFrom('organizations').where('id', '=', 'o').execute();
  expect(await partitionsOf(store, 'o')).toEqual([]);
  expect(await partitionsOf(store, 'other')).toEqual([{ platform, accounts: 1 }]);
  await store.close();
  await remove();
});

it('fills the fullest partition first, so that they stay few', async () => {
  const { store, remove } = await openTestStore('sqlite');
  await addOrganization(store, 'o');
  for (let i = 0; i < 60; i += 1) await addAccount(store, 'o', accountFacts(`i${i}`, 'instagram'));
  for (let i = 0; i < 60; i += 1) {
    if (i % 20 >= 8 + Math.floor(i / 20)) await deleteAccount(store, { organizationId: 'o', accountId: `i${i}` });
  }
  const before = (await partitionsOf(store, 'o')).map(({ accounts }) => accounts);
  expect(before).toEqual([8, 9, 10]);
  for (let i = 0; i < 12; i += 1) await addAccount(store, 'o', accountFacts(`n${i}`, 'instagram'));
  expect((await partitionsOf(store, 'o')).map(({ accounts }) => accounts)).toEqual([8, 11, 20]);
  await store.close();
  await remove();
});

it('gives accounts and posts from before the migration their partition', async () => {
  const database = await emptyDatabase('sqlite');
  const old = await openUnmigrated(database.setting);
  await migrate(old, '0010-due-first');
  await run(old, oldAccounts('o', 70, 3));
  await run(old, oldAccounts('other', 2, 1));
  await old.close();
  const store = await openStore(database.setting);
  expect((await partitionsOf(store, 'o')).map(({ accounts }) => accounts)).toEqual([20, 20, 6, 20, 4]);
  expect((await partitionsOf(store, 'other')).map(({ accounts }) => accounts)).toEqual([1, 1]);
  expect(await rollupDifferences(store)).toEqual([]);
  await store.close();
  await database.remove();
});

/** Accounts of both platforms with posts, as the program of migration 0010 wrote them. */
function oldAccounts(organizationId: string, accounts: number, postsEach: number): readonly string[] {
  const statements = [...oldOrganization(organizationId)];
  for (let index = 0; index < accounts; index += 1) {
    const platform = index % 3 === 0 ? 'tiktok' : 'instagram';
    const account = { id: `${organizationId}${index}`, organizationId, platform } as const;
    statements.push(...oldAccount(account), ...oldPosts(account, postsEach));
  }
  return statements;
}

const noGains = { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, saves: 0 };

/** Accounts of both platforms with posts whose counts are few, so that many are tied. */
async function fill(store: Store, organizationId: string, accounts: number, postsEach: number): Promise<void> {
  await addOrganization(store, organizationId);
  const history = Array.from({ length: accounts }, (_, index) => ({
    account: accountFacts(`${organizationId}${index}`, index % 3 === 0 ? ('tiktok' as const) : ('instagram' as const)),
    followers: [],
    posts: Array.from({ length: postsEach }, (_, post) => {
      // A provider may tell anything.
      const views = ((index * 7 + post * 13) % 40) - 5;
      const from = { view_count: views, play_count: views * 2, like_count: views % 5 };
      return pastPost(`${organizationId}${index}-${post}`, null, {
        from: { ...from, comment_count: 0, share_count: 0, saved_count: 0 },
        days: [{ day: '2026-03-08', ...noGains, views: post }],
      });
    }),
  }));
  await loadHistory(store, { organizationId, accounts: history, videos: [] }, { yieldBetweenChunks: false });
}

const walks = (['view_count', 'like_count', 'play_count'] as const).flatMap((count) =>
  (['asc', 'desc'] as const).flatMap((direction) =>
    ([undefined, 'tiktok'] as const).map((platform) => ({ organizationId: 'o', platform, count, direction })),
  ),
);

it('walks the posts of an organization by each count as one order, from any place, a platform alone as well', async () => {
  const { store, remove } = await openTestStore('sqlite');
  await fill(store, 'o', 70, 9);
  await fill(store, 'other', 25, 3);
  const { prepareRead } = store;
  if (prepareRead === null) throw new Error('SQLite reads at once');
  for (const walk of walks) {
    const ordered = await inOrder(store, walk);
    const rows = ordered.map(({ row }) => row);
    expect(rows.length).toBe(walk.platform === undefined ? 630 : 216);
    expect([...postsByCount(prepareRead, { ...walk, after: null })]).toEqual(rows);
    for (const at of [0, 1, 100, rows.length - 1]) {
      expect([...postsByCount(prepareRead, { ...walk, after: ordered[at] ?? null })]).toEqual(rows.slice(at + 1));
    }
  }
  await store.close();
  await remove();
});

/** What a walk is to come to, as SQLite sorts it. */
async function inOrder({ read }: Store, { organizationId, platform, count, direction }: (typeof walks)[number]) {
  const posts = read
    .selectFrom('account_videos')
    .select([sql<number>`text_row`.as('row'), `${count} as key`, 'id'])
    .where('organization_id', '=', organizationId);
  const wanted = platform === undefined ? posts : posts.where('platform', '=', platform);
  return await wanted.orderBy(count, direction).orderBy('id', direction).execute();
}
