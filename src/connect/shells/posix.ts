import { type Argument, PLAIN_WORD } from './argument.ts';

/** A command line for sh, bash and zsh that gives the program exactly these arguments. */
export function posixCommand(argv: readonly Argument[]): string {
  return argv.map(posixWord).join(' ');
}

/**
 * Single quotes, because inside them nothing at all is special: an unquoted `?` fails in zsh, and `!` inside
 * double quotes is history in bash. Only a variable, which is to be expanded, stands in double ones.
 */
function posixWord(argument: Argument): string {
  if (typeof argument !== 'string') return `${singleQuoted(argument.text)}"$${argument.variable}"`;
  return PLAIN_WORD.test(argument) ? argument : singleQuoted(argument);
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
