import type { MailKind } from '../store/schema.ts';
import type { Settled } from './outbox/claims.ts';
import type { Delivery } from './smtp/deliver.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long it is tried. Whoever waits for a link asks again, and must not get it in the middle of the night. */
function patienceMs(kind: MailKind): number {
  return kind === 'password_reset' || kind === 'address_proof' ? hourMs : 24 * hourMs;
}

/** What a try came to. `nothing`: there is no letter to send any more. */
export type Outcome = Delivery | { kind: 'over_limit' } | { kind: 'nothing' };

export type Next = { kind: 'settle'; state: Settled } | { kind: 'wait'; until: number } | { kind: 'drop' };

/**
 * What becomes of a mail after a try. A connection that broke before the last line was answered counts as a failure like
 * any other: a server that has not answered has not taken the mail over (RFC 5321, 6.1).
 * @param tries with this one
 */
export function afterTry(
  outcome: Outcome,
  { kind, tries, createdAt, now }: { kind: MailKind; tries: number; createdAt: number; now: number },
): Next {
  if (outcome.kind === 'nothing') return { kind: 'drop' };
  if (outcome.kind === 'accepted') return { kind: 'settle', state: 'sent' };
  if (outcome.kind !== 'failed') return { kind: 'settle', state: outcome.kind };
  const until = now + Math.min(minuteMs * 2 ** (tries - 1), hourMs);
  if (until - createdAt > patienceMs(kind)) return { kind: 'settle', state: 'given_up' };
  return { kind: 'wait', until };
}
