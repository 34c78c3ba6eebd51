import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** SECURITY.md names a test as `path`: “name”, “another name of the same file”. */
const namedFile = /`(test\/[^`]+\.test\.ts)`((?:(?::|,) “[^”]+”)*)/g;

interface Named {
  file: string;
  names: readonly string[];
}

function namedIn(markdown: string): readonly Named[] {
  return Array.from(markdown.matchAll(namedFile), ([, file = '', names = '']) => ({
    file,
    names: Array.from(names.matchAll(/“([^”]+)”/g), ([, name = '']) => name),
  }));
}

/** Every text that stands first in a call: the titles are among them, whatever way their test is made. */
function titlesOf(source: string): ReadonlySet<string> {
  return new Set(Array.from(source.matchAll(/\(\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`)/g), titleOf));
}

function titleOf([, single, double, template]: RegExpExecArray): string {
  return single ?? double ?? template ?? '';
}

const named = namedIn(readFileSync('SECURITY.md', 'utf8'));

describe('SECURITY.md', () => {
  it('names a test for what it promises', () => {
    expect(named.length).toBeGreaterThan(40);
  });

  it.each(named)('names tests of $file that are there', ({ file, names }) => {
    expect(existsSync(file)).toBe(true);
    expect(names).not.toEqual([]);
    const titles = titlesOf(readFileSync(file, 'utf8'));
    expect(names.filter((name) => !titles.has(name))).toEqual([]);
  });

  it('has a test in every row of its promises', () => {
    const rows = readFileSync('SECURITY.md', 'utf8').match(/^\| (?!\*\*|Promise|---).*\|.*\|.*\|$/gm) ?? [];
    expect(rows.filter((row) => namedIn(row).length === 0)).toEqual([]);
  });

  it('would be found out', () => {
    const [one] = namedIn('by `test/x.test.ts`: “is so”, “it’s not”; and');
    expect(one).toEqual({ file: 'test/x.test.ts', names: ['is so', 'it’s not'] });
    expect(titlesOf(`it.each([1])(\n  'is so', () => {`)).toEqual(new Set(['is so']));
    expect(titlesOf(`it("an 'organization's", x); const is = 'not';`)).toEqual(new Set(["an 'organization's"]));
  });
});
