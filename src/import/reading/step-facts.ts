import { type DecimalMark, readCount } from '../values/count.ts';

const mostThings = 10_000;
const mostSteps = 5_000;

/** How the numbers of a column go from day to day, for each thing of its own. */
export class StepFacts {
  private readonly last = new Map<string, number>();
  private readonly steps: number[] = [];
  rows = 0;
  /** The first rows, for people. */
  readonly shown: string[] = [];

  add(thing: string, text: string): void {
    if (this.shown.length < 3) this.shown.push(text);
    const read = readCount(text, guessedMark(text));
    if (read.kind !== 'count') return;
    this.rows += 1;
    const before = this.last.get(thing);
    if (before !== undefined && this.steps.length < mostSteps) this.steps.push(read.value - before);
    if (before !== undefined || this.last.size < mostThings) this.last.set(thing, read.value);
  }

  /** Levels nearly never fall and are far above a day's step; gains fall every other day. Null where neither is plain. */
  verdict(): 'levels' | 'gains' | null {
    if (this.rows < 20 || this.steps.length < 10) return null;
    const rising = this.steps.filter((step) => step >= 0).length / this.steps.length;
    const sizes = this.steps.map(Math.abs).sort((a, b) => a - b);
    const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
    const last = Math.min(...this.last.values());
    if (rising >= 0.95 && last > 5 * median) return 'levels';
    return rising < 0.8 ? 'gains' : null;
  }
}

/** Only whether numbers rise is asked here, so that a mark means the same in all rows is enough. */
function guessedMark(text: string): DecimalMark {
  return text.includes('.') || text.includes(',') ? '.' : null;
}

const level = /\b(total|cumulative|lifetime|all[ -]time|count)\b|count$/i;
const gain = /\b(net|new|gained|difference|delta|daily)\b|Δ|delta$/i;

/** What the name of a column says of its numbers. */
export function saidByName(name: string): 'levels' | 'gains' | null {
  const words = name.replace(/[_\-.]/g, ' ');
  if (gain.test(words)) return 'gains';
  return level.test(words) ? 'levels' : null;
}
