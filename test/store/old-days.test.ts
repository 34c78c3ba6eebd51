import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { levelsOfRange } from '../../src/store/migrations/old-days-sql.ts';
import { levelsAtAge, unknownAtAge } from '../../src/store/observations/at-age.ts';
import { runsBefore } from '../../src/store/observations/before.ts';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import { runOf } from '../../src/store/post-runs.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { Dice } from '../secrets/dice.ts';
import { allPostDays } from './all-post-days.ts';
import { type OldPost, oldPosts, writeOldFollowers, writeOldPosts } from './old-posts.ts';
import { emptyDatabase, type TestDatabase } from './open-test-store.ts';

const before = '0021-who-is-who';

async function oldDatabase(dialect: Dialect, posts: readonly OldPost[]): Promise<TestDatabase> {
  const database = await emptyDatabase(dialect);
  const old = await openUnmigrated(database.setting);
  await migrate(old, before);
  await writeOldPosts(old, posts);
  await writeOldFollowers(old);
  await old.close();
  return database;
}

/** The days that the posts of an earlier program had, in the form of `allPostDays`. */
function keptDays(posts: readonly OldPost[]) {
  return posts.flatMap(({ id, accountId, days }) =>
    days.map((day) => ({ ...day, account_id: accountId, post: `p${id}` })),
  );
}

function sorted<Row extends object>(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ row, key: JSON.stringify(Object.entries(row).sort()) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}

const levelsOf = ({ read }: Store) =>
  read.selectFrom('post_levels').selectAll().orderBy('organization_no').orderBy('post_id').orderBy('at').execute();

/** What posts counted at some ages, reckoned from their levels one by one. */
async function reckonedAges(store: Store, posts: readonly OldPost[]) {
  const made = Map.groupBy(await levelsOf(store), ({ post_id }) => post_id);
  const world = { looks: new Map(), beganAtZero: () => false, rank: () => 0 };
  const ages = posts.map(({ id, createTime }) => {
    return { id, ages: levelsAtAge((made.get(id) ?? []).map(runOf), world, Date.parse(createTime)) };
  });
  return new Map(
    ages.flatMap(({ id, ages }) => (Object.values(ages).some((level) => level !== null) ? [[id, ages]] : [])),
  );
}

async function keptAges({ read }: Store) {
  const rows = await read.selectFrom('post_ages').selectAll().execute();
  return new Map(rows.map(({ organization_no, post_id, ...ages }) => [post_id, { ...unknownAtAge, ...ages }]));
}

// PostgreSQL itself starts here, not within a test's time.
beforeAll(async () => (await emptyDatabase('postgres')).remove());

describe.each(['sqlite', 'postgres'] as const)('days that an earlier program kept, on %s', (dialect) => {
  it('are the same when they are made of levels, whatever a post has', async () => {
    const posts = oldPosts(new Dice(7), 400);
    const database = await oldDatabase(dialect, posts);
    const store = await openStore(database.setting);
    expect(sorted(await allPostDays(store))).toEqual(sorted(keptDays(posts)));
    const tables = await store.read.introspection.getTables();
    expect(tables.map(({ name }) => name)).not.toContain('account_video_days');
    await store.close();
    await database.remove();
  });

  it('make the levels that one post after the other has by the plain rule', async () => {
    const posts = oldPosts(new Dice(11), 300).filter(({ counts }) =>
      Object.values(counts).every((count) => count > 900),
    );
    expect(posts.length).toBeGreaterThan(50);
    const database = await oldDatabase(dialect, posts);
    const store = await openStore(database.setting);
    const made = Map.groupBy(await levelsOf(store), ({ post_id }) => post_id);
    for (const { id, platform, counts, hasSaves, createTime, firstSeen, lastSeen, days } of posts) {
      const { views, plays, likes, comments, shares, saves } = counts;
      const seen = Date.parse(firstSeen ?? createTime);
      const runs = (made.get(id) ?? []).map(runOf);
      const plain = runsBefore(runs[0]?.origin ?? 0, {
        platform,
        counts: {
          view_count: views,
          play_count: plays,
          like_count: likes,
          comment_count: comments,
          share_count: shares,
          saved_count: hasSaves ? saves : null,
        },
        madeAt: Date.parse(createTime),
        firstSeen: seen,
        lastSeen: Math.max(seen, Date.parse(lastSeen ?? createTime)),
        days,
      });
      expect(runs).toEqual(plain);
    }
    const ages = await keptAges(store);
    expect(ages).toEqual(await reckonedAges(store, posts));
    expect(ages.size).toBeGreaterThan(50);
    await store.close();
    await database.remove();
  });

  it('have their followers as looks', async () => {
    const database = await oldDatabase(dialect, oldPosts(new Dice(3), 5));
    const store = await openStore(database.setting);
    const looks = await store.read
      .selectFrom('account_looks')
      .select(['account_id', 'at', 'followers', 'following', 'posts', 'listing'])
      .orderBy('account_id')
      .orderBy('at')
      .execute();
    const at = (time: string) => Date.parse(`2026-01-${time}Z`);
    const plain = { following: null, posts: null, listing: 0 };
    expect(looks).toEqual([
      { account_id: 'a', at: at('05T08:00:00'), followers: 100, ...plain },
      { account_id: 'a', at: at('05T23:59:59.999'), followers: 107, ...plain },
      { account_id: 'a', at: at('06T23:59:59.999'), followers: 104, ...plain },
      { account_id: 'a', at: at('09T23:59:59.999'), followers: 124, ...plain },
      { account_id: 'a', at: at('10T12:00:00'), followers: 124, following: 5, posts: 9, listing: 1 },
      { account_id: 't', at: at('05T08:00:00'), followers: null, ...plain },
      { account_id: 't', at: at('05T23:59:59.999'), followers: 500, ...plain },
      { account_id: 't', at: at('07T06:00:00'), followers: 501, following: 0, posts: 0, listing: 1 },
    ]);
    await store.close();
    await database.remove();
  });

  it('become levels once, where a part of them has', async () => {
    const posts = oldPosts(new Dice(5), 200);
    const [whole, begun] = [await oldDatabase(dialect, posts), await oldDatabase(dialect, posts)];
    const half = await openUnmigrated(begun.setting);
    await sql`insert into origins (number, organization_id, source) values (1, 'o', 'before')`.execute(half.write);
    await sql`update id_sequences set next_id = 2 where name = 'origins'`.execute(half.write);
    for (const platform of ['instagram', 'tiktok']) {
      await sql.raw(levelsOfRange(dialect, platform, [40, 120])).execute(half.write);
    }
    expect((await levelsOf(half)).length).toBeGreaterThan(50);
    await half.close();
    const stores = [await openStore(whole.setting), await openStore(begun.setting)] as const;
    expect(await levelsOf(stores[1])).toEqual(await levelsOf(stores[0]));
    for (const store of stores) await store.close();
    for (const database of [whole, begun]) await database.remove();
  });

  it('lose and double nothing when the process is killed again and again', { timeout: 120_000 }, async () => {
    const posts = oldPosts(new Dice(13), 8_000);
    const database = await oldDatabase(dialect, posts);
    const kills: number[] = [];
    for (const levels of [1, 10_000, 20_000]) kills.push(await killedWithSome(database, levels));
    // Each found more than the one before: what is done stays done.
    expect(kills).toEqual(kills.toSorted((a, b) => a - b));
    expect(kills[0]).toBeGreaterThan(0);
    const store = await openStore(database.setting);
    expect(sorted(await allPostDays(store))).toEqual(sorted(keptDays(posts)));
    expect(await keptAges(store)).toEqual(await reckonedAges(store, posts));
    await store.close();
    await database.remove();
  });
});

it('time and room are said before it begins, and nothing where there are no such days', async () => {
  const database = await oldDatabase('sqlite', oldPosts(new Dice(2), 50));
  const said = text(opener(database).stderr);
  expect(await said).toMatch(/^Making levels of \d+ days of posts: about 1 min and \d+ MB\./m);
  expect(await text(opener(database).stderr)).not.toMatch('Making levels');
  await database.remove();
});

function opener({ setting }: TestDatabase) {
  const child = fork(new URL('open-store.ts', import.meta.url), [JSON.stringify(setting)], { silent: true });
  if (child.stderr === null) throw new Error('its errors are read');
  return Object.assign(child, { stderr: child.stderr });
}

/** Kills a process that makes levels once there are so many. @returns how many there were then */
async function killedWithSome(database: TestDatabase, least: number): Promise<number> {
  const child = opener(database);
  const gone = once(child, 'exit');
  const store = await openUnmigrated(database.setting);
  const count = async () => {
    const { rows } = await sql<{ count: number }>`select count(*) as count from post_levels`.execute(store.read);
    return Number(rows[0]?.count ?? 0);
  };
  await expect.poll(count, { interval: 1, timeout: 30_000 }).toBeGreaterThanOrEqual(least);
  child.kill('SIGKILL');
  await gone;
  const left = await count();
  await store.close();
  return left;
}
