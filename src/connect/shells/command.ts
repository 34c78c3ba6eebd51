import type { Argument } from './argument.ts';
import { cmdCommand } from './cmd.ts';
import { posixCommand } from './posix.ts';
import { powershellCommand } from './powershell.ts';

/** `posix` is sh, bash and zsh on macOS, Linux and WSL; `cmd` and `powershell` are Windows. */
export const shells = ['posix', 'cmd', 'powershell'] as const;
export type Shell = (typeof shells)[number];

export const shellTitles: Readonly<Record<Shell, string>> = {
  posix: 'macOS and Linux',
  cmd: 'Windows cmd',
  powershell: 'Windows PowerShell',
};

const writers: Readonly<Record<Shell, (argv: readonly Argument[]) => string>> = {
  posix: posixCommand,
  cmd: cmdCommand,
  powershell: powershellCommand,
};

/** The line to paste into a shell so that the program `argv[0]` gets exactly the other arguments. */
export function commandLine(shell: Shell, argv: readonly Argument[]): string {
  return writers[shell](argv);
}
