import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { posixCommand } from '../../../src/connect/shells/posix.ts';
import { hostileText } from '../hostile.ts';
import { realShells, runInShell } from './real-shell.ts';

describe.each(realShells)('%s', (shell) => {
  test('gives the program exactly the arguments, whatever is in them', () => {
    const cases = fc.sample(fc.array(hostileText, { maxLength: 4 }), { numRuns: 400, seed: 1 });
    // The shell's own printf, not a program: four hundred processes would take seconds.
    const script = cases.map((argv) => posixCommand(['printf', '%s\\0', String(argv.length), ...argv])).join('\n');
    expect(runInShell(shell, script)).toEqual(cases);
  });

  test('fills a variable in as one argument', () => {
    const line = posixCommand(['stub', { text: "it's ", variable: 'KEY' }, 'last']);
    expect(runInShell(shell, line, { KEY: 'a b * $HOME' })).toEqual([['stub', "it's a b * $HOME", 'last']]);
  });
});

test('leaves plain words readable and quotes a URL always', () => {
  expect(posixCommand(['claude', 'mcp', '--transport', 'http://h/mcp'])).toBe("claude mcp --transport 'http://h/mcp'");
});
