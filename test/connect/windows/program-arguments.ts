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
    const [run = '', slashes = '', quotes = ''] = /^(\\*)("?"?)/.exec(line.slice(at)) ?? [];
    if (quotes !== '') {
      const step = quotation(slashes.length, quotes.length === 2, quoted);
      value += step.text;
      quoted = step.quoted;
      at += slashes.length + step.quotes;
    } else if (run !== '') {
      value += slashes;
      at += slashes.length;
    } else if (!quoted && /[ \t]/.test(line[at] ?? '')) {
      break;
    } else {
      value += line[at];
      at += 1;
    }
  }
  return { value, after: line.slice(at) };
}

/** What backslashes with a quote behind them mean, and how many quotes that takes. */
function quotation(slashes: number, two: boolean, quoted: boolean): { text: string; quoted: boolean; quotes: number } {
  const half = '\\'.repeat(Math.floor(slashes / 2));
  if (slashes % 2 === 1) return { text: `${half}"`, quoted, quotes: 1 };
  if (quoted && two) return { text: `${half}"`, quoted, quotes: 2 };
  return { text: half, quoted: !quoted, quotes: 1 };
}
