import type { Progress } from '../import/import-context.ts';
import type { Terminal } from './command.ts';

const everyMs = 500;
const number = new Intl.NumberFormat('en-US');

export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

/** One line on standard error that says how far an import is, and how long it takes still. */
export function createProgressLine(err: Terminal['err'], now: () => number): ProgressLine {
  let begun: { step: string; importId: string; at: number; done: number } | null = null;
  // What is done at once needs no line.
  let last = now();
  let isShown = false;
  return {
    show({ importId, step, done, of }) {
      const at = now();
      if (begun?.step !== step || begun.importId !== importId) begun = { step, importId, at, done };
      if (at - last < everyMs) return;
      last = at;
      isShown = true;
      err(
        `\r\u001b[K${step}: ${number.format(done)}${of === null ? ' rows' : ` of ${number.format(of)}${left(begun, at, done, of)}`}`,
      );
    },
    clear() {
      if (isShown) err('\r\u001b[K');
      isShown = false;
    },
  };
}

function left(begun: { at: number; done: number }, at: number, done: number, of: number): string {
  const speed = (done - begun.done) / (at - begun.at);
  return speed > 0 ? `, ${number.format(Math.ceil((of - done) / speed / 1_000))} s left` : '';
}
