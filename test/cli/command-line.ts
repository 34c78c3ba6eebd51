import { execFile } from 'node:child_process';
import { auditProgram } from '../../src/cli/audit-commands.ts';
import { backupProgram } from '../../src/cli/backup-commands.ts';
import { runCommand } from '../../src/cli/command.ts';
import { exportProgram } from '../../src/cli/export-commands.ts';
import { importProgram } from '../../src/cli/import-commands.ts';
import { keyProgram } from '../../src/cli/key-commands.ts';
import { organizationProgram } from '../../src/cli/organization-commands.ts';
import { upstreamProgram } from '../../src/cli/upstream-commands.ts';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

const programs = {
  keys: keyProgram,
  org: organizationProgram,
  upstream: upstreamProgram,
  audit: auditProgram,
  backup: backupProgram,
  export: exportProgram,
  import: importProgram,
};

/** Runs a command of ours in this process, with no settings but these. */
export async function run(
  program: keyof typeof programs,
  args: readonly string[],
  settings: Record<string, string>,
  input = '',
): Promise<Ran> {
  const ran = { code: 0, stdout: '', stderr: '' };
  ran.code = await runCommand(programs[program], {
    args,
    env: settings,
    input: async () => input,
    out: (text) => {
      ran.stdout += text;
    },
    err: (text) => {
      ran.stderr += text;
    },
  });
  return ran;
}

/** The same in a process of its own, as people and scripts do: a second or so each. */
export function runApart(
  program: keyof typeof programs,
  args: readonly string[],
  settings: Record<string, string>,
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [`src/cli/${program}.ts`, ...args], { env: settings }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** The `data` of an answer given with `--json`. */
export function dataOf({ stdout }: Ran): unknown {
  const answer: unknown = JSON.parse(stdout);
  return typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined;
}
