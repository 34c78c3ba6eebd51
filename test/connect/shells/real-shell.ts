import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The programs that snippets start, and one for the tests of quoting itself. */
const PROGRAMS = ['stub', 'claude', 'codex', 'gemini', 'code', 'code-insiders', 'curl'];

/** The POSIX shells that this machine has. */
export const realShells = ['/bin/sh', '/bin/bash', '/bin/zsh'].filter((path) => existsSync(path));

/**
 * Runs a script in a real shell, as pasted (bash with history expansion on, as at a prompt), where every program is a stub
 * that writes its arguments. Gives each call's arguments, its program first. Throws when the shell complains.
 */
export function runInShell(shell: string, script: string, variables: Record<string, string> = {}): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'connect-'));
  try {
    for (const program of PROGRAMS) {
      const path = join(folder, program);
      writeFileSync(path, `#!/bin/sh\nprintf '%s\\0' "$(($# + 1))" ${program} "$@"\n`);
      chmodSync(path, 0o755);
    }
    const input = shell.endsWith('bash') ? `set -o history -H\n${script}\n` : `${script}\n`;
    const options = shell.endsWith('zsh') ? ['-f'] : [];
    const { status, stdout, stderr } = spawnSync(shell, options, {
      input,
      env: { PATH: folder, HOME: folder, LC_ALL: 'C.UTF-8', ...variables },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0 || stderr !== '') throw new Error(`${shell} ended with ${status}: ${stderr}`);
    return calls(stdout.split('\0').slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function calls(fields: readonly string[]): string[][] {
  const found: string[][] = [];
  for (let at = 0; at < fields.length; ) {
    const count = Number(fields[at]);
    found.push(fields.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return found;
}
