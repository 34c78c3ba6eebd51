import type { Dialect } from '../store.ts';

/**
 * Files that were taken in: what each is, and while it is under way its rows. These are in blocks of sorted runs, which
 * are merged when they are applied, account by account and post by post: so many rows of their own would be slow to place.
 */
export function imports(dialect: Dialect): readonly string[] {
  const { key, words, integer, small, rows, clustered } =
    dialect === 'sqlite'
      ? {
          key: 'text',
          words: 'text',
          integer: 'integer',
          small: 'integer',
          rows: ' strict',
          clustered: ' strict, without rowid',
        }
      : { key: 'text collate "C"', words: 'text', integer: 'bigint', small: 'integer', rows: '', clustered: '' };
  return [
    `create table imports (
      id ${key} primary key, organization_id ${key} not null references organizations (id) on delete cascade,
      name ${words} not null, sha256 ${key} not null, bytes ${integer} not null, state ${key} not null,
      answers ${words} not null, report ${words} not null, reason ${words},
      rows_read ${integer} not null default 0, rows_bad ${integer} not null default 0,
      observations ${integer} not null default 0, applied ${integer} not null default 0,
      created_at ${key} not null, created_by ${key} not null, ended_at ${key}, taken_back_at ${key},
      applied_account ${small} not null default 0, applied_post ${key} not null default '',
      claim ${key}, claimed_until ${integer} not null default 0
    )${rows}`,
    'create index imports_organization_idx on imports (organization_id, created_at)',
    'create index imports_sha256_idx on imports (organization_id, sha256)',
    "create index imports_running_idx on imports (organization_id) where state in ('applying', 'withdrawing')",
    `create table import_accounts (
      import_id ${key} not null references imports (id) on delete cascade, number ${small} not null,
      platform ${key} not null, username ${key} not null, platform_ids ${words} not null,
      account_id ${key}, is_new ${small} not null default 0, refused ${words},
      primary key (import_id, number)
    )${clustered}`,
    'create index import_accounts_account_idx on import_accounts (account_id)',
    `create table import_blocks (
      import_id ${key} not null, account ${small} not null, run ${small} not null, block ${small} not null,
      rows ${small} not null, instants ${words} not null, body ${words} not null,
      primary key (import_id, account, run, block)
    )${rows}`,
    `create table import_rejects (
      import_id ${key} not null references imports (id) on delete cascade, seq ${integer} not null,
      number ${integer} not null, field ${words} not null, reason ${words} not null, line ${words} not null,
      primary key (import_id, seq)
    )${clustered}`,
    ...(dialect === 'sqlite' ? goneSqlite : gonePostgres),
  ];
}

/** Rows go with their import; a reference would be looked up for each of millions. */
const goneSqlite = [
  `create trigger imports_blocks_delete after delete on imports begin
    delete from import_blocks where import_id = old.id; end`,
];

const gonePostgres = [
  `create function delete_import_blocks() returns trigger language plpgsql as $$ begin
    delete from import_blocks where import_id = old.id; return null; end $$`,
  `create trigger imports_blocks_delete after delete on imports
    for each row execute function delete_import_blocks()`,
];
