import type { Dialect } from '../store.ts';

/**
 * Who wrote a row of the audit trail, and the code that only that process could make. Empty in rows from before, and in
 * those of an earlier version that still runs beside this one.
 */
export function authoredRows(dialect: Dialect): readonly string[] {
  const isSqlite = dialect === 'sqlite';
  const key = isSqlite ? 'text' : 'text collate "C"';
  const integer = isSqlite ? 'integer' : 'bigint';
  const authorship = [`writer ${key}`, `writer_number ${integer}`, `mac ${key}`];
  return [
    ...['audit_pending', 'audit_events'].flatMap((table) =>
      authorship.map((column) => `alter table ${table} add column ${column}`),
    ),
    `alter table audit_chain add column base_state ${key}`,
  ];
}
