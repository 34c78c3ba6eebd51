import type { Dialect } from '../store.ts';

/**
 * One trail of everything worth knowing later: what was done to keys and people's rights, and every call. Rows begin
 * without a place in the chain; those from before this migration get theirs at the next start, like any other.
 */
export function auditChain(dialect: Dialect): readonly string[] {
  const isSqlite = dialect === 'sqlite';
  const key = isSqlite ? 'text' : 'text collate "C"';
  const integer = isSqlite ? 'integer' : 'bigint';
  const real = isSqlite ? 'real' : 'double precision';
  const strict = isSqlite ? ' strict' : '';
  return [
    'drop index audit_events_of_organization',
    'alter table audit_events rename to audit_events_0004',
    // No references: what was done stays true after the key, the person or the organization is gone.
    `create table audit_events (
      id ${key} primary key, seq ${integer} unique, hash ${key}, seal ${key},
      at ${key} not null, organization_id ${key}, person_id ${key}, event ${key} not null, key_id ${key},
      operation ${key}, outcome ${key} check (outcome in ('ok', 'error', 'refused')), code ${key},
      ms ${real}, bytes ${integer}, client text, facts text not null
    )${strict}`,
    `insert into audit_events (id, at, organization_id, person_id, event, key_id, facts)
      select id, at, organization_id, person_id, event, key_id, facts from audit_events_0004`,
    'drop table audit_events_0004',
    'create index audit_events_of_organization on audit_events (organization_id, at, id)',
    'create index audit_events_unchained on audit_events (at, id) where seq is null',
    // The end of the chain, and the row before its first one: what retention took stays accounted for.
    `create table audit_chain (
      name ${key} primary key check (name = 'trail'), seq ${integer} not null, hash ${key} not null,
      base_seq ${integer} not null, base_hash ${key} not null, base_seal ${key}
    )${strict}`,
    `insert into audit_chain (name, seq, hash, base_seq, base_hash) values ('trail', 0, '', 0, '')`,
    // Who writes to the trail now; a row that stays behind is a process that ended without its shutdown.
    `create table audit_writers (
      id ${key} primary key, host ${key} not null, pid ${integer} not null, started_at ${key} not null,
      seen_at ${key} not null
    )${strict}`,
  ];
}
