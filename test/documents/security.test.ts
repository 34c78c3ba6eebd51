import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { promisesIn, readPromiseTests } from '../../src/documents/promises.ts';

/** Every text that stands first in a call: the titles are among them, whatever way their test is made. */
function titlesOf(source: string): ReadonlySet<string> {
  return new Set(Array.from(source.matchAll(/\(\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`)/g), titleOf));
}

function titleOf([, single, double, template]: RegExpExecArray): string {
  return single ?? double ?? template ?? '';
}

const security = readFileSync('SECURITY.md', 'utf8');
const promises = [...promisesIn(security).values()].flat();
const tests = readPromiseTests();
const named = Object.entries(tests).flatMap(([promise, files]) =>
  Object.entries(files).map(([file, titles]) => ({ promise, file, titles })),
);

describe('SECURITY.md', () => {
  it('promises something, and says how', () => {
    expect(promises.length).toBeGreaterThan(40);
    expect(promises.filter(({ how }) => how === '')).toEqual([]);
  });

  it('has tests for every promise, and no tests for a promise that is not there', () => {
    const promised = promises.map(({ promise }) => promise);
    expect(new Set(promised).size).toBe(promised.length);
    expect(promised.filter((promise) => Object.keys(tests[promise] ?? {}).length === 0)).toEqual([]);
    expect(Object.keys(tests).filter((promise) => !promised.includes(promise))).toEqual([]);
  });

  it('has rows of two columns only', () => {
    const rows = security.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.filter((row) => row.replaceAll('\\|', '').split('|').length !== 4)).toEqual([]);
  });

  it.each(named)('names tests of $file that are there: $promise', ({ file, titles }) => {
    expect(existsSync(file)).toBe(true);
    const known = titlesOf(readFileSync(file, 'utf8'));
    expect(titles.filter((title) => !known.has(title))).toEqual([]);
  });

  it('would be found out', () => {
    const table = '### To somebody\n\n| Promise | How |\n|---|---|\n| It holds | so |\n| It stays | |';
    expect([...promisesIn(table)]).toEqual([
      [
        'To somebody',
        [
          { promise: 'It holds', how: 'so' },
          { promise: 'It stays', how: '' },
        ],
      ],
    ]);
    expect(titlesOf(`it.each([1])(\n  'is so', () => {`)).toEqual(new Set(['is so']));
    expect(titlesOf(`it("an 'organization's", x); const is = 'not';`)).toEqual(new Set(["an 'organization's"]));
  });
});
