import type { Dialect } from '../store.ts';

/** Any number that no other lock has. */
const lock = 300_030;

/** Waits until no other process makes levels of days, for the rest of the transaction. SQLite has one writer anyway. */
export function takeTurn(dialect: Dialect): readonly string[] {
  return dialect === 'postgres' ? [`select pg_advisory_xact_lock(${lock})`] : [];
}
