import type { Dialect } from '../store.ts';

/**
 * What people are told of their sessions: from what class of address and how each was begun, and when it was last used.
 * All may be null: sessions of before, and of an older process beside this one, say nothing of it.
 */
export function sessionFacts(dialect: Dialect): readonly string[] {
  const key = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  return ['address_class', 'begun_by', 'seen_at'].map(
    (column) => `alter table dashboard_sessions add column ${column} ${key}`,
  );
}
