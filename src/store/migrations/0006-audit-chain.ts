import type { Dialect } from '../store.ts';

/**
 * One audit trail: changes to keys and to people's rights, and every call. A row is written without a place in the
 * chain; rows from before this migration get theirs at the next start, as any others do.
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
    // The end of the chain, and the hash of the row before its first one, so that the chain still verifies after
    // retention has deleted old rows.
    `create table audit_chain (
      name ${key} primary key check (name = 'trail'), seq ${integer} not null, hash ${key} not null,
      base_seq ${integer} not null, base_hash ${key} not null, base_seal ${key}
    )${strict}`,
    `insert into audit_chain (name, seq, hash, base_seq, base_hash) values ('trail', 0, '', 0, '')`,
    // The processes that write to the trail now; a row left behind means that a process ended without shutting down.
    `create table audit_writers (
      id ${key} primary key, host ${key} not null, pid ${integer} not null, started_at ${key} not null,
      seen_at ${key} not null
    )${strict}`,
  ];
}
