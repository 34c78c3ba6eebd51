import type { Dialect } from '../store.ts';

/**
 * By which ids and names a platform knows what is tracked: an account's ids and former names, further ids of posts, and
 * how many accounts each post is on.
 */
export function whoIsWho(dialect: Dialect): readonly string[] {
  const { key, words, integer, rows, clustered } =
    dialect === 'sqlite'
      ? { key: 'text', words: 'text', integer: 'integer', rows: ' strict', clustered: ' strict, without rowid' }
      : { key: 'text collate "C"', words: 'text', integer: 'integer', rows: '', clustered: '' };
  const organization = `organization_id ${key} not null references organizations (id) on delete cascade`;
  const account = `account_id ${key} not null references accounts (id) on delete cascade`;
  return [
    `alter table accounts add column refused_platform_account_id ${key}`,
    `alter table accounts add column refused_at ${key}`,
    `alter table accounts add column refused_because ${words}`,
    `create table account_ids (
      ${organization}, platform ${key} not null, platform_account_id ${key} not null, kind ${key} not null, ${account},
      primary key (organization_id, platform, platform_account_id), unique (account_id, kind)
    )${rows}`,
    `create table former_usernames (
      ${organization}, platform ${key} not null, username ${key} not null, ${account}, until ${key} not null,
      primary key (organization_id, platform, username)
    )${rows}`,
    'create index former_usernames_of_account on former_usernames (account_id)',
    `create table post_aliases (
      ${organization}, platform ${key} not null, other_id ${key} not null, external_id ${key} not null,
      primary key (organization_id, platform, other_id)
    )${clustered}`,
    // No reference: a key goes with the last of its posts.
    `create table post_keys (
      organization_id ${key} not null, platform ${key} not null, external_id ${key} not null, accounts ${integer} not null,
      primary key (organization_id, platform, external_id)
    )${clustered}`,
    `insert into post_keys (organization_id, platform, external_id, accounts)
      select organization_id, platform, external_id, count(*) from account_videos group by 1, 2, 3`,
    'create index post_keys_shared on post_keys (organization_id, platform, external_id) where accounts > 1',
    ...(dialect === 'sqlite' ? countedSqlite : countedPostgres),
  ];
}

const ofRow = (row: string) =>
  `organization_id = ${row}.organization_id and platform = ${row}.platform and external_id = ${row}.external_id`;

const countedSqlite = [
  `create trigger account_videos_keys_insert after insert on account_videos begin
    insert into post_keys (organization_id, platform, external_id, accounts)
      values (new.organization_id, new.platform, new.external_id, 1)
      on conflict (organization_id, platform, external_id) do update set accounts = accounts + 1; end`,
  `create trigger account_videos_keys_delete after delete on account_videos begin
    update post_keys set accounts = accounts - 1 where ${ofRow('old')};
    delete from post_keys where ${ofRow('old')} and accounts < 1; end`,
];

/** Once a statement, in the order of the keys: two transactions then never wait for each other in a circle. */
const countedPostgres = [
  `create function count_new_posts() returns trigger language plpgsql as $$ begin
    insert into post_keys (organization_id, platform, external_id, accounts)
      select organization_id, platform, external_id, count(*) from fresh group by 1, 2, 3 order by 1, 2, 3
      on conflict (organization_id, platform, external_id) do update
        set accounts = post_keys.accounts + excluded.accounts;
    return null; end $$`,
  `create trigger account_videos_keys_insert after insert on account_videos
    referencing new table as fresh for each statement execute function count_new_posts()`,
  `create function count_gone_posts() returns trigger language plpgsql as $$ begin
    perform 1 from post_keys as k
      where (organization_id, platform, external_id) in (select organization_id, platform, external_id from gone)
      order by organization_id, platform, external_id for update;
    update post_keys as k set accounts = k.accounts - g.posts
      from (select organization_id, platform, external_id, count(*) as posts from gone group by 1, 2, 3) as g
      where k.organization_id = g.organization_id and k.platform = g.platform and k.external_id = g.external_id;
    delete from post_keys as k using gone as g
      where k.organization_id = g.organization_id and k.platform = g.platform and k.external_id = g.external_id
        and k.accounts < 1;
    return null; end $$`,
  `create trigger account_videos_keys_delete after delete on account_videos
    referencing old table as gone for each statement execute function count_gone_posts()`,
];
