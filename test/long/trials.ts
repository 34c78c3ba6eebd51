import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Minutes that all long tests together may take. */
    longMinutes: number;
    /** From which every random choice of theirs follows. */
    longSeed: number;
  }
}

interface Trials {
  /** What the figure is of. */
  name: string;
  /** So many are made even where the time is over. */
  least: number;
  most: number;
  /** Of the minutes of all long tests together. */
  share: number;
}

/** Makes as many trials as fit the time, and prints how many there were. */
export async function runTrials(
  { name, least, most, share }: Trials,
  trial: (index: number) => Promise<void>,
): Promise<number> {
  const begun = performance.now();
  const end = begun + inject('longMinutes') * 60_000 * share;
  let done = 0;
  while (done < least || (done < most && performance.now() < end)) {
    await trial(done);
    done += 1;
  }
  figure(`${name}: ${done} of ${most} trials in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return done;
}

/** A line of the report. */
export function figure(text: string): void {
  process.stdout.write(`  long | ${text}\n`);
}
