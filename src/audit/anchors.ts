import type { KeyObject } from 'node:crypto';
import type { Store } from '../store/store.ts';
import { chainStart, isSameLink, type Link, linkText, parseLink } from './chain.ts';
import { readSeal } from './seals.ts';
import type { SeenEnd } from './verify-trail.ts';

/** Where the chain ends now; null where that is under no seal of ours, and so worth nothing as an anchor. */
export async function anchoredEnd({ read }: Pick<Store, 'read'>, sealKey: KeyObject): Promise<Link | null> {
  const chain = await read.selectFrom('audit_chain').selectAll().executeTakeFirst();
  if (chain === undefined) return null;
  const end = { seq: chain.seq, hash: chain.hash };
  if (isSameLink(end, chainStart) || end.seq === chain.base_seq) return end;
  const row = await read.selectFrom('audit_events').select('seal').where('seq', '=', end.seq).executeTakeFirst();
  return typeof row?.seal === 'string' && readSeal(sealKey, end, row.seal).kind !== 'not ours' ? end : null;
}

/** A line of an anchor file: when the chain ended where. */
export function anchorLine(end: Link, now: number): string {
  return `${new Date(now).toISOString()} ${linkText(end)}`;
}

/** The ends of an anchor file; null where a line is none. */
export function parseAnchors(text: string): readonly SeenEnd[] | null {
  const ends: SeenEnd[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [at = '', said = '', ...more] = line.trim().split(' ');
    const end = parseLink(said);
    if (end === null || more.length > 0 || Number.isNaN(Date.parse(at))) return null;
    ends.push({ ...end, at });
  }
  return ends;
}
