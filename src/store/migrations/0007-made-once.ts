import type { Dialect } from '../store.ts';

/**
 * A claim of an Idempotency-Key names the thing that its request creates, so that a process that takes the claim over
 * finds it if it exists already.
 */
export function madeOnce(dialect: Dialect): readonly string[] {
  const key = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  return [`alter table idempotency_answers add column resource_id ${key}`];
}
