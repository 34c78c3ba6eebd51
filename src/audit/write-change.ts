import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';
import { type AuditEntry, type ChangeEvent, contentOf } from './audit-event.ts';

export interface ChangeEntry {
  organizationId: string | null;
  event: ChangeEvent;
  /** A person's id, or the program that did it: `cli`, `first start`. */
  by: string;
  keyId?: string;
  /** Short texts of ours; never a key, a link or a password. */
  facts?: Readonly<Record<string, string>>;
}

interface Outside {
  now: () => number;
  newId: () => string;
}

const personId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Records a change inside the transaction that makes it: both happen or neither. A server on this database gives the
 * row its place in the chain within a second; the end of the chain is a single row, which such a transaction must not
 * lock.
 */
export async function writeChange(
  database: Kysely<Schema>,
  outside: Outside,
  { by, facts = {}, ...entry }: ChangeEntry,
): Promise<void> {
  const who = personId.test(by) ? { personId: by, facts } : { facts: { ...facts, by } };
  await writePending(database, outside, { ...entry, ...who });
}

/** The same for any entry. */
export async function writePending(
  database: Kysely<Schema>,
  { now, newId }: Outside,
  entry: AuditEntry,
): Promise<void> {
  await database
    .insertInto('audit_pending')
    .values({ id: newId(), ...contentOf(entry, now()) })
    .execute();
}
