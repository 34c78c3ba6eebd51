import type { Dialect } from '../store.ts';

/**
 * What keys pushed: one row for what a key sent within an hour, which is also where its observations come from, so that it
 * can be taken back alone.
 */
export function pushes(dialect: Dialect): readonly string[] {
  const { key, integer, small, rows, clustered } =
    dialect === 'sqlite'
      ? { key: 'text', integer: 'integer', small: 'integer', rows: ' strict', clustered: ' strict, without rowid' }
      : { key: 'text collate "C"', integer: 'bigint', small: 'integer', rows: '', clustered: '' };
  return [
    `create table pushes (
      id ${key} primary key, organization_id ${key} not null references organizations (id) on delete cascade,
      key_id ${key} not null, hour ${key} not null, state ${key} not null,
      first_at ${key} not null, last_at ${key} not null,
      observations ${integer} not null default 0, leaps ${integer} not null default 0, taken_back_at ${key}
    )${rows}`,
    'create index pushes_organization_idx on pushes (organization_id, hour)',
    "create unique index pushes_open_idx on pushes (organization_id, key_id, hour) where state = 'open'",
    `create table push_accounts (
      push_id ${key} not null references pushes (id) on delete cascade, account_id ${key} not null,
      is_new ${small} not null, primary key (push_id, account_id)
    )${clustered}`,
    'create index push_accounts_account_idx on push_accounts (account_id)',
  ];
}
