import type { Argument } from './argument.ts';
import { cmdCommand } from './cmd.ts';

/** PowerShell ends a single-quoted text at any of these, and writes each by doubling it. */
const SINGLE_QUOTES = /['\u2018\u2019\u201A\u201B]/g;

function powershellQuoted(text: string): string {
  return `'${text.replace(SINGLE_QUOTES, '$&$&')}'`;
}

/**
 * A command line for Windows PowerShell 5.1 and PowerShell 7, through cmd.exe.
 * Windows PowerShell 5.1 and 7.0–7.2 drop inner double quotes of native arguments, 7.3 escapes them, but for `.cmd` files
 * it does not, and npm's `.ps1` shims are blocked by default: no direct form works in all of these. To cmd.exe all
 * versions pass one text unchanged (`about_Preference_Variables`, PSNativeCommandArgumentPassing: `Windows`).
 * A backslash at the very end would be doubled by PowerShell: a space, which means nothing there, follows it.
 */
export function powershellCommand(argv: readonly Argument[]): string {
  const line = cmdCommand(argv);
  return `cmd /c ${powershellQuoted(line.endsWith('\\') ? `${line} ` : line)}`;
}
