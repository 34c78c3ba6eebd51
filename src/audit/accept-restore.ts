import type { KeyObject } from 'node:crypto';
import type { Store } from '../store/store.ts';
import { type Link, linkText } from './chain.ts';
import { readKeptEnd, writeKeptEnd } from './kept-end.ts';
import { type Witness, writePending } from './write-change.ts';

interface RestoredTrail extends Witness {
  store: Store;
  sealKey: KeyObject;
  keptEndFile: string;
}

/**
 * Writes down that the chain is one from a backup: an end that was seen later is not missed any more, nor what processes
 * wrote after it. For an operator who has the secrets; nothing that is only in the database may lead here.
 * @returns where the chain ends, and the end that this machine had kept and gives up
 */
export async function acceptRestore(
  { store, sealKey, keptEndFile, ...witness }: RestoredTrail,
  said: Readonly<Record<string, string>> = {},
): Promise<{ end: Link; givenUp: Link | null }> {
  const state = await readKeptEnd(keptEndFile, sealKey);
  const kept = typeof state === 'object' ? (state.lost ?? state.end) : null;
  const { seq, hash } = await store.write.selectFrom('audit_chain').select(['seq', 'hash']).executeTakeFirstOrThrow();
  const end = { seq, hash };
  const facts = { ...said, end: linkText(end), ...(kept !== null && { given_up: linkText(kept) }) };
  await writePending(store.write, witness, { event: 'trail.restored', organizationId: null, facts });
  await writeKeptEnd(keptEndFile, sealKey, { end, lost: null });
  return { end, givenUp: kept };
}

/** Writes down that the operator had a new database begun, where this machine has seen the end of another one. */
export async function acceptNewDatabase(trail: RestoredTrail): Promise<void> {
  const state = await readKeptEnd(trail.keptEndFile, trail.sealKey);
  if (typeof state === 'string') return;
  const { seq } = await trail.store.write.selectFrom('audit_chain').select('seq').executeTakeFirstOrThrow();
  if (seq === 0) await acceptRestore(trail, { why: 'a new database was begun' });
}
