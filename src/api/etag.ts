import { hash } from 'node:crypto';

/** A strong entity tag over the exact bytes of an answer (contract §1, Conditional). */
export function strongETag(body: string | Buffer): string {
  return `"${hash('sha256', body, 'base64url').slice(0, 27)}"`;
}

/** Whether If-None-Match names this tag: `*`, or a list whose weak tags compare like strong ones (RFC 9110 §13.1.2). */
export function matchesETag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag);
}
