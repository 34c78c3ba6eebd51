import { figure } from '../long/trials.ts';
import type { Lateness } from './trial.ts';

/** Within so many milliseconds another process obeys (contract §3, Revocation). */
export const mostMs = 1_000;

/** Prints what many revocations came to. */
export function reportLateness(name: string, all: readonly Lateness[]): void {
  const measures = ['lastDone', 'refused', 'heardHere', 'heardElsewhere'] as const;
  const shown = measures.map((measure) => `${measure} ${spread(all.map((one) => one[measure]))}`);
  figure(`${name}: ${all.length} revocations, ms as median/p99/max: ${shown.join(', ')}`);
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return `${at(0.5)}/${at(0.99)}/${sorted.at(-1)}`;
}
