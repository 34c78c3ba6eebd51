import { hash } from 'node:crypto';
import type { WrittenContent } from './authorship.ts';

/** A place in the chain: the row's number and the hash that stands for it and all rows before it. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first row. */
export const chainStart: Link = { seq: 0, hash: '' };

/** The link of a row that follows `before`. */
export function nextLink(before: Link, row: WrittenContent): Link {
  const seq = before.seq + 1;
  // Every column, in a fixed order: none can be changed, swapped or left out.
  const said = [
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
  ];
  // A row without an author is hashed as earlier versions do it, which know of none.
  if (row.writer !== null || row.writer_number !== null || row.mac !== null) {
    said.push(row.writer, row.writer_number, row.mac);
  }
  return { seq, hash: hash('sha256', JSON.stringify(said), 'base64url') };
}

export function isSameLink(one: Link, other: Link | null | undefined): boolean {
  return one.seq === other?.seq && one.hash === other.hash;
}

/** `SEQ:HASH`, as commands print and take it. */
export function linkText({ seq, hash: said }: Link): string {
  return `${seq}:${said}`;
}

export function parseLink(text: string): Link | null {
  const [, seq, said] = /^(\d{1,15}):([\w-]{0,64})$/.exec(text) ?? [];
  return seq === undefined || said === undefined ? null : { seq: Number(seq), hash: said };
}
