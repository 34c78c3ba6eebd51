import fc from 'fast-check';
import { expect, it } from 'vitest';
import { except, include, missingFrom, parseRanges, type Ranges, rangesText } from '../../src/audit/ranges.ts';

const numbers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
const all = Array.from({ length: 45 }, (_, index) => index + 1);

function rangesOf(given: readonly number[]): Ranges {
  const ranges: Ranges = [];
  for (const number of given) include(ranges, number);
  return ranges;
}

function listed(ranges: Ranges): number[] {
  return all.filter((number) => ranges.some(([from, to]) => number >= from && number <= to));
}

it('holds what was put in, in whatever order, as few ranges, and knows what comes once more', () => {
  fc.assert(
    fc.property(numbers, (given) => {
      const ranges: Ranges = [];
      const set = new Set<number>();
      for (const number of given) {
        expect(include(ranges, number)).toBe(!set.has(number));
        set.add(number);
      }
      expect(listed(ranges)).toEqual(all.filter((number) => set.has(number)));
      for (const [index, [from]] of ranges.entries()) {
        const before = ranges[index - 1];
        if (before !== undefined) expect(from).toBeGreaterThan(before[1] + 1);
      }
      expect(parseRanges(rangesText(ranges))).toEqual(ranges);
    }),
  );
});

it('tells what is missing, and takes one from the other', () => {
  fc.assert(
    fc.property(numbers, numbers, fc.integer({ min: 0, max: 45 }), (one, other, upTo) => {
      const missing = missingFrom(rangesOf(one), upTo);
      expect(listed(missing)).toEqual(all.filter((number) => number <= upTo && !one.includes(number)));
      const left = except(rangesOf(one), rangesOf(other));
      expect(listed(left)).toEqual(all.filter((number) => one.includes(number) && !other.includes(number)));
    }),
  );
});
