import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';
import { type AuditEntry, type ChangeEvent, contentOf } from './audit-event.ts';
import type { ChangeAuthor } from './author.ts';

export interface ChangeEntry {
  organizationId: string | null;
  event: ChangeEvent;
  /** A person's id, or the program that did it: `cli`, `first start`. */
  by: string;
  keyId?: string;
  /** Short texts of ours; never a key, a link or a password. */
  facts?: Readonly<Record<string, string>>;
}

/** What writing down a change needs from outside. */
export interface Witness {
  /** Milliseconds since 1970. */
  now: () => number;
  author: ChangeAuthor;
}

const personId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Records a change inside the transaction that makes it: both happen or neither. A server on this database gives the
 * row its place in the chain within a second; the end of the chain is a single row, which such a transaction must not
 * lock.
 */
export async function writeChange(
  database: Kysely<Schema>,
  witness: Witness,
  { by, facts = {}, ...entry }: ChangeEntry,
): Promise<void> {
  const who = personId.test(by) ? { personId: by, facts } : { facts: { ...facts, by } };
  await writePending(database, witness, { ...entry, ...who });
}

/** The same for any entry. */
export async function writePending(
  database: Kysely<Schema>,
  { now, author }: Witness,
  entry: AuditEntry,
): Promise<void> {
  await author.write(database, contentOf(entry, now()));
}
