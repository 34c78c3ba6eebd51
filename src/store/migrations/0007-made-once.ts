import type { Dialect } from '../store.ts';

/** A claim of an Idempotency-Key names what its request makes, so that whoever takes it over finds that made already. */
export function madeOnce(dialect: Dialect): readonly string[] {
  const key = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  return [`alter table idempotency_answers add column resource_id ${key}`];
}
