import { describe, expect, it } from 'vitest';
import { NumberedIds } from '../../src/import/archive/numbered-ids.ts';

describe('numbers of an archive', () => {
  it('are found again, in order and out of it, and no other is', () => {
    const ids = new NumberedIds();
    const wanted = new Map<number, number>();
    for (let at = 1; at <= 5_000; at += 1) wanted.set(at * 3, at * 7);
    for (const [archived, here] of [...wanted, [4, 1], [2, 5]] as const) ids.add(archived, here);
    wanted.set(4, 1).set(2, 5);
    for (let number = 0; number < 16_000; number += 1) expect(ids.find(number)).toBe(wanted.get(number) ?? null);
    expect(new Map([...ids.pairs()].map(({ archived, here }) => [archived, here]))).toEqual(wanted);
  });

  it('are there once', () => {
    const ids = new NumberedIds();
    for (const number of [10, 20, 15]) ids.add(number, number);
    for (const number of [10, 20, 15]) expect(() => ids.add(number, 1)).toThrow('two rows of one post');
  });

  it('of a million posts take 8 MB and no more', () => {
    const ids = new NumberedIds();
    const before = process.memoryUsage().heapUsed;
    for (let number = 1; number <= 1_000_000; number += 1) ids.add(number, number + 1);
    const { heapUsed } = process.memoryUsage();
    expect(heapUsed - before).toBeLessThan(16_000_000);
    expect(ids.find(999_999)).toBe(1_000_000);
  });
});
