import type { Dialect } from '../store.ts';

/** Files on their way from pages, in pieces: whichever process answers has them all. */
export function uploads(dialect: Dialect): readonly string[] {
  const { key, integer, bytes, rows } =
    dialect === 'sqlite'
      ? { key: 'text', integer: 'integer', bytes: 'blob', rows: ' strict' }
      : { key: 'text collate "C"', integer: 'bigint', bytes: 'bytea', rows: '' };
  return [
    `create table uploads (
      id ${key} primary key, organization_id ${key} not null references organizations (id) on delete cascade,
      name text not null, bytes ${integer} not null, changed_at ${integer} not null, begun_at ${key} not null,
      arrived ${integer} not null default 0, pieces integer not null default 0, outcome text
    )${rows}`,
    'create index uploads_organization_idx on uploads (organization_id)',
    'create index uploads_begun_idx on uploads (begun_at)',
    `create table upload_pieces (
      upload_id ${key} not null references uploads (id) on delete cascade, number integer not null,
      content ${bytes} not null, primary key (upload_id, number)
    )${rows}`,
  ];
}
