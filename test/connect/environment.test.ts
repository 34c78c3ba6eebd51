import { expect, test } from 'vitest';
import { environmentCommands } from '../../src/connect/environment.ts';
import type { Shell } from '../../src/connect/shells/command.ts';
import { realShells, runInShell } from './shells/real-shell.ts';
import { runAtPrompt } from './windows/cmd-prompt.ts';
import { singleQuoted } from './windows/powershell.ts';

const key = 'ca_live_a.b_c~d+e/f-g==';

function linesFor(shell: Shell): string[] {
  return environmentCommands(key).flatMap((command) => (command.shell === shell ? command.text.split('\n') : []));
}

test.each(realShells)('%s passes the variable on to the programs that it starts', (shell) => {
  const script = [...linesFor('posix'), 'stub "$CREATORAUDIT_API_KEY"'].join('\n');
  expect(runInShell(shell, script)).toEqual([['stub', key]]);
});

test('cmd.exe sets it for this window and for later ones', () => {
  const [now = '', later = ''] = linesFor('cmd');
  expect(now).toBe(`set "CREATORAUDIT_API_KEY=${key}"`);
  expect(runAtPrompt(later)).toEqual(['setx', 'CREATORAUDIT_API_KEY', key]);
});

test('PowerShell sets it for this window and for later ones', () => {
  const [now = '', later = ''] = linesFor('powershell');
  expect(singleQuoted(now.replace(/^\$env:CREATORAUDIT_API_KEY = /, ''))).toBe(key);
  expect(later).toBe(`[Environment]::SetEnvironmentVariable('CREATORAUDIT_API_KEY', '${key}', 'User')`);
});

test('shows a placeholder without a key, and refuses what is no key', () => {
  expect(environmentCommands()[0]?.text).toBe("export CREATORAUDIT_API_KEY='YOUR_API_KEY'");
  expect(() => environmentCommands("a'; rm -rf /")).toThrow(RangeError);
});
