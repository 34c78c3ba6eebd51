/** A word that every POSIX shell, zsh included, takes as it is. Anything else is quoted. */
const PLAIN_WORD = /^[A-Za-z0-9_./-]+$/;

/**
 * One argument for sh, bash and zsh. Single quotes, because inside them nothing at all is special:
 * an unquoted `?` fails in zsh, and `!` inside double quotes is history in bash.
 */
export function posixWord(text: string): string {
  return PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A whole command line that gives the program exactly these arguments. */
export function posixCommand(argv: readonly string[]): string {
  return argv.map(posixWord).join(' ');
}
