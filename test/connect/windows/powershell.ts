const SINGLE_QUOTES = /['\u2018\u2019\u201A\u201B]/;

/**
 * The line that cmd.exe gets from `cmd /c '…'` in PowerShell, by PowerShell's tokenizer and by how it builds native
 * command lines for cmd.exe: in 5.1 and 7.0–7.2 always, in 7.3+ by default (`Windows`) for cmd.exe, an argument
 * with white space outside of quotes gets a quote on either side, and nothing in it is escaped.
 * Then cmd.exe's rule for `/c`: the first and the last quote of such a text go.
 */
export function lineForCmd(command: string): string {
  const literal = /^cmd \/c (.*)$/su.exec(command)?.[1];
  if (literal === undefined) throw new Error('not cmd /c with one literal text');
  const built = nativeArgument(singleQuoted(literal));
  return built.startsWith('"') ? built.slice(1, built.lastIndexOf('"')) : built;
}

/** The value of a single-quoted text, in which nothing but a doubled quote is special; it must be the whole argument. */
export function singleQuoted(literal: string): string {
  let value = '';
  for (let at = 1; at < literal.length; at += 1) {
    const character = literal[at] ?? '';
    if (!SINGLE_QUOTES.test(character)) value += character;
    else if (SINGLE_QUOTES.test(literal[at + 1] ?? '')) {
      at += 1;
      value += literal[at] ?? '';
    } else if (at === literal.length - 1) return value;
    else throw new Error(`the text ends early, before ${literal.slice(at + 1)}`);
  }
  throw new Error('the text does not end');
}

function nativeArgument(value: string): string {
  let quotes = 0;
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] === '"' && value[at - 1] !== '\\') quotes += 1;
    if (/\s/.test(value[at] ?? '') && quotes % 2 === 0) return `"${value}${/\\*$/.exec(value)?.[0] ?? ''}"`;
  }
  return value;
}
