/**
 * The arguments that a Windows program makes of its command line, by the documented rules of Microsoft's C runtime
 * ("Parsing C command-line arguments"): spaces and tabs separate; 2n backslashes and a quote are n backslashes and a
 * quotation mark, 2n+1 are n backslashes and a literal quote; `""` inside quotes is one literal quote.
 */
export function programArguments(line: string): string[] {
  const found: string[] = [];
  let rest = line.trimStart();
  while (rest !== '') {
    const { value, after } = firstArgument(rest);
    found.push(value);
    rest = after.replace(/^[ \t]+/, '');
  }
  return found;
}

function firstArgument(line: string): { value: string; after: string } {
  let value = '';
  let quoted = false;
  let at = 0;
  while (at < line.length) {
    const backslashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
    const next = line[at + backslashes];
    at += backslashes;
    if (next !== '"') {
      value += '\\'.repeat(backslashes);
      if (next === undefined || (!quoted && (next === ' ' || next === '\t'))) break;
      value += next;
    } else {
      value += '\\'.repeat(Math.floor(backslashes / 2));
      if (backslashes % 2 === 1) value += '"';
      else if (quoted && line[at + 1] === '"') {
        value += '"';
        at += 1;
      } else quoted = !quoted;
    }
    at += 1;
  }
  return { value, after: line.slice(at) };
}
