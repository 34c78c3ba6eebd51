import fc from 'fast-check';
import { steps } from './arbitrary.ts';
import type { Step } from './looks.ts';

/** Some thousand calls, the same for the same seed. */
export function stepsFrom(seed: number): Step[] {
  return fc.sample(steps, { numRuns: 300, seed }).flat();
}
