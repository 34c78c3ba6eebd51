import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';
import { allPostDays } from './all-post-days.ts';

const gains = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const;
const steps = ['followers_first', 'follower_accounts', 'followers_gained'];
/** The highest of `unknown_metrics`. */
const followersBit = 64;
const counts = ['view_count', 'play_count', 'like_count', 'comment_count', 'share_count', 'saved_count'];

export interface Difference {
  sum: string;
  id: string;
  day: string;
}

/** Where a kept sum is not what its parts add up to; empty when all is right. Any test may end with it. */
export async function rollupDifferences(store: Store): Promise<Difference[]> {
  const checks = [
    apart('creator_days', 'creator_id', [...gains, ...steps], {
      from: 'account_days d join accounts a on a.id = d.account_id where a.creator_id is not null',
      id: 'a.creator_id',
    }),
    apart('organization_days', 'organization_id', [...gains, ...steps], {
      from: 'account_days d',
      id: 'd.organization_id',
    }),
    apart('category_days', "organization_id || ' ' || platform || ' ' || category", [...gains, ...steps], {
      from: 'account_days d join accounts a on a.id = d.account_id',
      id: "a.organization_id || ' ' || a.platform || ' ' || coalesce(a.category, '')",
    }),
    countsApart(),
    followersApart(),
    postDaysApart(),
    postKeysApart(),
    ...(store.dialect === 'sqlite' ? partitionsApart() : []),
  ];
  const found = [...(await postsApart(store)), ...(await tagsApart(store)), ...(await minutesApart(store))];
  for (const check of checks) found.push(...(await sql.raw<Difference>(check).execute(store.read)).rows);
  return found;
}

/** Days of accounts that are not the sums of their posts' days and of what counts of reported ones. */
async function postsApart(store: Store): Promise<Difference[]> {
  const sums = new Map<string, Record<string, number>>();
  const add = (id: string, row: { day: string } & Record<(typeof gains)[number], number>, sign: 1 | -1) => {
    const key = `${id} ${row.day}`;
    const sum = sums.get(key) ?? {};
    for (const gain of gains) sum[gain] = (sum[gain] ?? 0) + sign * row[gain];
    sums.set(key, sum);
  };
  for (const day of await allPostDays(store)) add(day.account_id, day, 1);
  for (const row of await store.read.selectFrom('account_reported_days').selectAll().execute()) {
    const counted = (gain: (typeof gains)[number], at: number) => [
      gain,
      row.counted & (1 << at) ? (row[gain] ?? 0) : 0,
    ];
    add(row.account_id, { ...row, ...Object.fromEntries(gains.map(counted)) }, 1);
  }
  for (const day of await store.read.selectFrom('account_days').selectAll().execute()) add(day.account_id, day, -1);
  return [...sums].flatMap(([key, sum]) => {
    const [id = '', day = ''] = key.split(' ');
    return Object.values(sum).some((value) => value !== 0) ? [{ sum: 'account_days', id, day }] : [];
  });
}

const hashtag = /(?<![\p{L}\p{M}\p{N}_&])#([\p{L}\p{M}\p{N}_]+)/gu;

/** Hashtags that are kept and in no caption, or the other way round; captions of tests chain none. */
async function tagsApart({ read }: Store): Promise<Difference[]> {
  const posts = await read.selectFrom('account_videos').select(['id', 'organization_id', 'description']).execute();
  const said = posts.flatMap(({ id, organization_id, description }) =>
    [...(description ?? '').matchAll(hashtag)]
      .map(([, tag = '']) => tag.toLowerCase())
      // Digits alone are no hashtag on either platform.
      .filter((tag) => !/^\p{N}+$/u.test(tag))
      .map((tag) => `${organization_id} ${id} ${tag}`),
  );
  const rows = await read.selectFrom('post_hashtags').selectAll().execute();
  const kept = rows.map((row) => `${row.organization_id} ${row.post_id} ${row.hashtag}`);
  const apart = [...said.filter((tag) => !kept.includes(tag)), ...kept.filter((tag) => !said.includes(tag))];
  return [...new Set(apart)].map((id) => ({ sum: 'post_hashtags', id, day: '' }));
}

/** Posts whose minute is not that of their time. */
async function minutesApart({ read }: Store): Promise<Difference[]> {
  const posts = await read.selectFrom('account_videos').select(['id', 'create_time', 'made_minute']).execute();
  return posts
    .filter(({ create_time, made_minute }) => made_minute !== Math.floor(Date.parse(create_time) / 60_000))
    .map(({ id, create_time }) => ({ sum: 'made_minute', id: String(id), day: create_time }));
}

function apart(table: string, key: string, columns: readonly string[], parts: { from: string; id: string }): string {
  const kept = columns.join(', ');
  const taken = columns.map((c) => `-d.${c}`).join(', ');
  return `select '${table}' as sum, id, day from (
      select ${key} as id, day, ${kept} from ${table} union all select ${parts.id}, d.day, ${taken} from ${parts.from}
    ) as both_sides group by id, day having ${columns.map((c) => `sum(${c}) <> 0`).join(' or ')}`;
}

function countsApart(): string {
  const sums = counts.map((c) => `coalesce(a.${c}, 0) <> coalesce(p.${c}, 0)`);
  return `select 'accounts' as sum, a.id, '' as day from accounts a left join (
      select account_id, count(*) as posts, ${counts.map((c) => `sum(${c}) as ${c}`).join(', ')}
      from account_videos group by account_id
    ) as p on p.account_id = a.id
    where a.total_post_count <> coalesce(p.posts, 0) or ${sums.join(' or ')}`;
}

function followersApart(): string {
  return `select 'followers' as sum, a.id, '' as day from accounts a left join (
      select account_id, sum(followers_first + followers_gained) as level, sum(follower_accounts) as seen
      from account_days group by account_id
    ) as d on d.account_id = a.id
    where a.follower_count <> coalesce(d.level, 0)
      or coalesce(d.seen, 0) <> case when a.first_scrape_time is null or a.unknown_metrics >= ${followersBit} then 0 else 1 end`;
}

function postDaysApart(): string {
  return `select 'organization_post_days' as sum, id, day from (
      select organization_id as id, day, posts from organization_post_days
      union all select organization_id, substr(create_time, 1, 10), -1 from account_videos
    ) as both_sides group by id, day having sum(posts) <> 0`;
}

/** How many accounts each post is on. */
function postKeysApart(): string {
  return `select 'post_keys' as sum, external_id as id, platform as day from (
      select organization_id, platform, external_id, accounts from post_keys
      union all select organization_id, platform, external_id, -1 from account_videos
    ) as both_sides group by organization_id, platform, external_id having sum(accounts) <> 0`;
}

/** SQLite's partitions of the orders by counts: each post is in its account's, and each says how many accounts it has. */
function partitionsApart(): string[] {
  return [
    `select 'posts of a partition' as sum, v.id, '' as day from account_videos v
      left join accounts a on a.id = v.account_id left join post_partitions p on p.id = v.post_partition
      where v.post_partition is not a.post_partition
        or p.organization_id is not v.organization_id or p.platform is not v.platform`,
    `select 'accounts of a partition' as sum, p.id, '' as day from post_partitions p
      left join accounts a on a.post_partition = p.id group by p.id having p.accounts <> count(a.id) or p.accounts > 20`,
    `select 'accounts without a partition' as sum, id, '' as day from accounts where post_partition is null`,
  ];
}
