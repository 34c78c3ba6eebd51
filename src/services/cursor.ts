import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { invalid } from '../contract/problem.ts';

export type Filters = Record<string, string | boolean | number>;

/** What a cursor is good for, and for nothing else (contract §1, Pagination). */
export interface CursorBinding {
  readonly operation: string;
  readonly organizationId: string;
  /** The active filters with `order_by` and `order_direction`. */
  readonly filters: Filters;
}

/** The last row of a page: its sort key, and the id that breaks ties. */
export interface Position {
  readonly key: string | number;
  readonly id: string | number;
}

/** 128 bits: as hard to guess as a key is to break. */
const macBytes = 16;

/** An opaque text of `A–Z a–z 0–9 - _` that leads to the rows after a position. */
export function issueCursor(secret: KeyObject, binding: CursorBinding, position: Position): string {
  const payload = Buffer.from(`${tagged(position.id)}\n${tagged(position.key)}`);
  return Buffer.concat([mac(secret, binding, payload), payload]).toString('base64url');
}

/** @throws Problem VALIDATION_ERROR on `cursor` when it was not issued by us for exactly this list. */
export function readCursor(secret: KeyObject, binding: CursorBinding, cursor: string): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  const [given, payload] = [bytes.subarray(0, macBytes), bytes.subarray(macBytes)];
  // The decoder skips what is not base64url; the same bytes written otherwise are not what we issued.
  const asIssued = bytes.toString('base64url') === cursor && given.length === macBytes;
  if (!asIssued || !timingSafeEqual(given, mac(secret, binding, payload))) {
    throw invalid([
      {
        field: 'cursor',
        message: 'is not a next_cursor of this list with these filters and this sort; leave it out to start again',
      },
    ]);
  }
  const text = payload.toString();
  const split = text.indexOf('\n');
  return { id: untagged(text.slice(0, split)), key: untagged(text.slice(split + 1)) };
}

function mac(secret: KeyObject, { operation, organizationId, filters }: CursorBinding, payload: Buffer): Buffer {
  const sorted = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha256', secret)
    .update(JSON.stringify([operation, organizationId, sorted]))
    .update('\n')
    .update(payload)
    .digest()
    .subarray(0, macBytes);
}

function tagged(value: string | number): string {
  return typeof value === 'number' ? `n${value}` : `t${value}`;
}

function untagged(text: string): string | number {
  return text.startsWith('n') ? Number(text.slice(1)) : text.slice(1);
}
