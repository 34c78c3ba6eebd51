import { type Argument, PLAIN_WORD } from './argument.ts';

/**
 * What a double quote means on a Windows command line depends on who reads it. cmd.exe toggles at every `"`; the
 * program (Microsoft's C runtime) not at `\"`. Each character needs its own side to be quoted or not:
 * a space must be quoted for the program, `& | < > ^ ( )` for cmd.exe, and `%` can be escaped outside cmd's quotes only.
 * A bare `"` turns both sides over, so one put in front of the character that needs it is enough.
 *
 * Nothing but `%` is escaped with `^`: claude, codex, code and gemini are often `.cmd` shims, which pass the line through
 * cmd.exe a second time, and a form made of carets holds only once. A `%` is safe there, since what `%*` brings in
 * is not expanded again.
 */
type Line = { text: string; cmdQuoted: boolean; programQuoted: boolean };

const BREAKS_ARGUMENT = /[ \t]/;
const SPECIAL_TO_CMD = /[&|<>^()]/;

/** A command line for the prompt of cmd.exe (not for a batch file, where `%` is escaped in another way). */
export function cmdCommand(argv: readonly Argument[]): string {
  const line: Line = { text: '', cmdQuoted: false, programQuoted: false };
  for (const [index, argument] of argv.entries()) {
    if (index > 0) line.text += ' ';
    addArgument(line, argument);
  }
  return line.text;
}

function addArgument(line: Line, argument: Argument): void {
  if (typeof argument === 'string' && PLAIN_WORD.test(argument)) {
    line.text += argument;
    return;
  }
  quote(line);
  const text = typeof argument === 'string' ? argument : argument.text;
  let backslashes = 0;
  for (const character of text) {
    if (character === '\\') {
      backslashes += 1;
      continue;
    }
    addCharacter(line, character, backslashes);
    backslashes = 0;
  }
  line.text += '\\'.repeat(line.programQuoted ? 2 * backslashes : backslashes);
  if (typeof argument !== 'string') line.text += `%${argument.variable}%`;
  if (line.programQuoted) quote(line);
}

function addCharacter(line: Line, character: string, backslashes: number): void {
  if (character === '"') {
    line.text += `${'\\'.repeat(2 * backslashes + 1)}"`;
    line.cmdQuoted = !line.cmdQuoted;
    return;
  }
  if (isOnWrongSide(line, character)) {
    line.text += '\\'.repeat(2 * backslashes);
    quote(line);
  } else {
    line.text += '\\'.repeat(backslashes);
  }
  line.text += character === '%' ? '^%' : character;
}

function isOnWrongSide({ cmdQuoted, programQuoted }: Line, character: string): boolean {
  if (character === '%') return cmdQuoted;
  if (BREAKS_ARGUMENT.test(character)) return !programQuoted;
  return SPECIAL_TO_CMD.test(character) && !cmdQuoted;
}

function quote(line: Line): void {
  line.text += '"';
  line.cmdQuoted = !line.cmdQuoted;
  line.programQuoted = !line.programQuoted;
}
