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
 * Writes down what was done, inside the transaction that does it: both happen or neither. It gets its place in the
 * chain within a second, by a server on this database: the chain's end is one row, which no such transaction may hold.
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
