import type { Dialect } from '../store.ts';

/**
 * What was seen, as it was seen: looks at accounts, and levels of posts. Days follow from them.
 *
 * Levels are the many rows, so an organization is a number there, and an instant is milliseconds since the epoch: both take
 * a few bytes in either database.
 */
export function observations(dialect: Dialect): readonly string[] {
  const { key, words, integer, small, eight, rows, clustered } =
    dialect === 'sqlite'
      ? {
          key: 'text',
          words: 'text',
          integer: 'integer',
          small: 'integer',
          eight: 'integer',
          rows: ' strict',
          clustered: ' strict, without rowid',
        }
      : {
          key: 'text collate "C"',
          words: 'text',
          integer: 'bigint',
          small: 'integer',
          eight: 'bigint',
          rows: '',
          clustered: '',
        };
  return [
    ...numberedOrganizations(dialect),
    `create table origins (
      number ${small} primary key, organization_id ${key} not null references organizations (id) on delete cascade,
      source ${key} not null check (source in ('before', 'file', 'push', 'api')), import_id ${key} not null default '',
      unique (organization_id, source, import_id)
    )${rows}`,
    `create table account_looks (
      organization_id ${key} not null, account_id ${key} not null,
      at ${integer} not null, origin ${small} not null, listing ${small} not null check (listing in (0, 1, 2)),
      followers ${integer}, following ${integer}, posts ${integer}, steps ${words},
      primary key (organization_id, account_id, at, origin)
    )${clustered}`,
    // The columns of eight bytes first: PostgreSQL puts no padding between them.
    `create table post_levels (
      at ${eight} not null, views ${eight}, plays ${eight}, organization_no ${small} not null, post_id ${small} not null,
      origin ${small} not null, still ${eight} not null default 0, likes ${small}, comments ${small}, shares ${small},
      saves ${small}, steps ${words},
      primary key (organization_no, post_id, at, origin)
    )${clustered}`,
    ...(dialect === 'sqlite' ? goneSqlite : gonePostgres),
    `alter table account_videos add column unknown_metrics ${small} not null default 0`,
    `alter table account_videos add column from_zero ${small} not null default 0`,
    `alter table account_videos add column run_at ${integer}`,
    `alter table account_videos add column run_origin ${small}`,
    `alter table videos add column unknown_metrics ${small} not null default 0`,
    `alter table accounts add column unknown_metrics ${small} not null default 0`,
    `update account_videos set unknown_metrics = ${unknownSaves} where platform = 'instagram' and saved_count is null`,
    `alter table accounts add column unreadable_posts ${words}`,
    `alter table accounts add column profile_at ${integer}`,
  ];
}

/** The bit of saves, of which alone rows said that they are unknown. */
const unknownSaves = 32;

/** Numbers that no organization has after another, so that rows of one that is gone are never another's. */
function numberedOrganizations(dialect: Dialect): readonly string[] {
  return [
    'alter table organizations add column number integer',
    `update organizations set number = placed.number
      from (select id, row_number() over (order by created_at, id) as number from organizations) as placed
      where placed.id = organizations.id`,
    `insert into id_sequences (name, next_id) select 'organizations', count(*) + 1 from organizations`,
    `insert into id_sequences (name, next_id) values ('origins', 1)`,
    'create unique index organizations_by_number on organizations (number)',
    ...(dialect === 'sqlite' ? numberSqlite : numberPostgres),
  ];
}

const numberSqlite = [
  `create trigger organizations_number after insert on organizations when new.number is null begin
    update id_sequences set next_id = next_id + 1 where name = 'organizations';
    update organizations set number = (select next_id - 1 from id_sequences where name = 'organizations')
      where id = new.id; end`,
];

const numberPostgres = [
  `create function number_organization() returns trigger language plpgsql as $$ begin
    update id_sequences set next_id = next_id + 1 where name = 'organizations' returning next_id - 1 into new.number;
    return new; end $$`,
  `create trigger organizations_number before insert on organizations
    for each row when (new.number is null) execute function number_organization()`,
];

/** What was seen goes with what it was seen of: a reference would search by its own column, which no key begins with. */
const goneSqlite = [
  `create trigger accounts_looks_delete after delete on accounts begin
    delete from account_looks where organization_id = old.organization_id and account_id = old.id; end`,
  `create trigger account_videos_levels_delete after delete on account_videos begin
    delete from post_levels where post_id = old.id
      and organization_no = (select number from organizations where id = old.organization_id); end`,
  `create trigger organizations_levels_delete before delete on organizations begin
    delete from post_levels where organization_no = old.number; end`,
];

const gonePostgres = [
  `create function delete_account_looks() returns trigger language plpgsql as $$ begin
    delete from account_looks where organization_id = old.organization_id and account_id = old.id;
    return null; end $$`,
  `create trigger accounts_looks_delete after delete on accounts
    for each row execute function delete_account_looks()`,
  `create function delete_post_levels() returns trigger language plpgsql as $$ begin
    delete from post_levels where post_id = old.id
      and organization_no = (select number from organizations where id = old.organization_id);
    return null; end $$`,
  `create trigger account_videos_levels_delete after delete on account_videos
    for each row execute function delete_post_levels()`,
  `create function delete_organization_levels() returns trigger language plpgsql as $$ begin
    delete from post_levels where organization_no = old.number; return old; end $$`,
  `create trigger organizations_levels_delete before delete on organizations
    for each row execute function delete_organization_levels()`,
];
