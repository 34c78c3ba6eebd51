import type { IdempotencyAnswerRow } from '../../store/schema.ts';

/** contract §1, Idempotency. */
export const keptMs = 24 * 60 * 60 * 1000;

/**
 * After this a request that never finished counts as dead: its process was killed. Far longer than any request takes,
 * so that two never run at once.
 */
export const longestRunMs = 60_000;

export type Decision =
  /** What is there is kept no longer: run, as if it had never been. */
  | { kind: 'start_over' }
  /** The same request, whose process was killed: run, unless what it makes is there already. */
  | { kind: 'take_over' }
  | { kind: 'replay' }
  | { kind: 'other_body' }
  | { kind: 'still_running'; retryAfterSeconds: number };

/** What a request may do whose key has been seen before. */
export function decide(
  seen: Pick<IdempotencyAnswerRow, 'state' | 'body_hash' | 'created_at'>,
  bodyHash: string,
  now: number,
): Decision {
  const age = now - Date.parse(seen.created_at);
  if (age >= keptMs) return { kind: 'start_over' };
  if (seen.body_hash !== bodyHash) return { kind: 'other_body' };
  if (seen.state === 'done') return { kind: 'replay' };
  if (age >= longestRunMs) return { kind: 'take_over' };
  return { kind: 'still_running', retryAfterSeconds: Math.max(1, Math.ceil((longestRunMs - age) / 1000)) };
}
