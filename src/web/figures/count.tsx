import { full, short } from './format.ts';

/** A large number in short, whole on hover. */
export function Count({ value }: { value: number | null }) {
  if (value === null) return <span className="text-muted">–</span>;
  return <span title={full(value)}>{short(value)}</span>;
}
