import type { Kysely } from 'kysely';
import { writeTags } from '../ingest/post-tags.ts';
import type { Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';

const gains = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'];
const followers = ['followers_first', 'follower_accounts', 'followers_gained'];
const summed = [...gains, ...followers];

/**
 * What the query reads: gains per platform and category, hashtags and mentions of posts, the minute at which a post was
 * made, the organization's time zone; and where rounded levels are, so that others need not be looked through.
 */
export function query(dialect: Dialect): readonly string[] {
  const isSqlite = dialect === 'sqlite';
  const key = isSqlite ? 'text' : 'text collate "C"';
  const integer = isSqlite ? 'integer' : 'bigint';
  const clustered = isSqlite ? ' strict, without rowid' : '';
  const tags = (table: string, tag: string) => [
    `create table ${table} (
      organization_id ${key} not null references organizations (id) on delete cascade,
      post_id ${integer} not null, ${tag} ${key} not null, primary key (post_id, ${tag})
    )${clustered}`,
    `create index ${table}_by_tag on ${table} (organization_id, ${tag}, post_id)`,
  ];
  return [
    `alter table organizations add column time_zone text not null default 'UTC'`,
    `create table category_days (
      organization_id ${key} not null references organizations (id) on delete cascade,
      platform ${key} not null, category ${key} not null, day ${key} not null,
      ${summed.map((column) => `${column} ${integer} not null default 0`).join(', ')},
      primary key (organization_id, platform, category, day)
    )${clustered}`,
    `insert into category_days (organization_id, platform, category, day, ${summed.join(', ')})
      select a.organization_id, a.platform, coalesce(a.category, ''), d.day, ${summed.map((column) => `sum(d.${column})`).join(', ')}
      from account_days d join accounts a on a.id = d.account_id
      group by a.organization_id, a.platform, coalesce(a.category, ''), d.day`,
    ...tags('post_hashtags', 'hashtag'),
    ...tags('post_mentions', 'mention'),
    ...(isSqlite ? goneSqlite : gonePostgres),
    `alter table account_videos add column made_minute integer
      generated always as (${isSqlite ? minuteSqlite : minutePostgres}) ${isSqlite ? 'virtual' : 'stored'}`,
    'create index post_levels_rounded on post_levels (organization_no, post_id) where steps is not null',
  ];
}

const minuteSqlite = `cast(strftime('%s', create_time) as integer) / 60`;

/** Of numbers alone: PostgreSQL holds that reading a date from text depends on a session's settings. */
const part = (from: number, length: number) => `cast(substr(create_time, ${from}, ${length}) as integer)`;
const minutePostgres = `(make_date(${part(1, 4)}, ${part(6, 2)}, ${part(9, 2)}) - date '1970-01-01') * 1440
  + ${part(12, 2)} * 60 + ${part(15, 2)}`;

const goneSqlite = [
  `create trigger account_videos_tags_delete after delete on account_videos begin
    delete from post_hashtags where post_id = old.id; delete from post_mentions where post_id = old.id; end`,
];

const gonePostgres = [
  `create function delete_post_tags() returns trigger language plpgsql as $$ begin
    delete from post_hashtags where post_id = old.id; delete from post_mentions where post_id = old.id;
    return null; end $$`,
  `create trigger account_videos_tags_delete after delete on account_videos
    for each row execute function delete_post_tags()`,
];

/** Posts read at once: their captions take some hundred kilobytes. */
const batch = 2_000;

/** Reads the hashtags and mentions out of the captions that are there. */
export async function fillTags(dialect: Dialect, db: Kysely<Schema>): Promise<void> {
  for (const platform of ['instagram', 'tiktok'] as const) {
    let after = 0;
    for (;;) {
      const posts = await db
        .selectFrom('account_videos')
        .select(['id', 'organization_id', 'description'])
        .where('platform', '=', platform)
        .where('id', '>', after)
        .orderBy('id')
        .limit(batch)
        .execute();
      const last = posts.at(-1);
      if (last === undefined) break;
      await writeTags(dialect, db, posts);
      after = last.id;
    }
  }
}
