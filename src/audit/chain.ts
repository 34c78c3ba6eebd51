import { createHmac, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { AuditContent } from '../store/schema.ts';

/** A place in the chain: the row's number and the hash that stands for it and all rows before it. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first row. */
export const chainStart: Link = { seq: 0, hash: '' };

/** The link of a row that follows `before`. */
export function nextLink(before: Link, row: AuditContent): Link {
  const seq = before.seq + 1;
  // Every column, in a fixed order: none can be changed, swapped or left out.
  const said = JSON.stringify([
    seq,
    before.hash,
    row.at,
    row.organization_id,
    row.person_id,
    row.event,
    row.key_id,
    row.operation,
    row.outcome,
    row.code,
    row.ms,
    row.bytes,
    row.client,
    row.facts,
  ]);
  return { seq, hash: hash('sha256', said, 'base64url') };
}

/** What a seal is for: one at the end of each batch, one for the row that retention has left the chain to begin after. */
export type SealPurpose = 'batch' | 'base';

/** A hash alone can be recomputed by whoever can write the database; the key for this is not in it. */
export function sealOf(key: KeyObject, purpose: SealPurpose, { seq, hash: sealed }: Link): string {
  return createHmac('sha256', key).update(`${purpose}\n${seq}\n${sealed}`).digest('base64url');
}

export function isSealed(key: KeyObject, purpose: SealPurpose, link: Link, seal: string): boolean {
  const given = Buffer.from(seal);
  const expected = Buffer.from(sealOf(key, purpose, link));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
