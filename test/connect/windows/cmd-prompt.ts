import { programArguments } from './program-arguments.ts';

type Variables = Readonly<Record<string, string>>;

/**
 * What a program gets from a line typed at the prompt of cmd.exe, as cmd's documented phases have it:
 * percent expansion, then quotes and carets, then the program's own parsing. Throws where cmd would see a second
 * command, a pipe or a redirection.
 */
export function runAtPrompt(line: string, variables: Variables = {}): string[] {
  return programArguments(unescaped(expanded(line, variables)));
}

/**
 * The same for a `.cmd` shim, as npm and VS Code install them: `"node.exe" "script.js" %*`.
 * The arguments go through quotes and carets a second time; what `%*` brings in is not expanded again.
 */
export function runShimAtPrompt(line: string, variables: Variables = {}): string[] {
  const typed = unescaped(expanded(line, variables));
  const [program = ''] = typed.split(' ', 1);
  return [program, ...programArguments(unescaped(`"node.exe" "shim.js"${typed.slice(program.length)}`)).slice(2)];
}

/** At the prompt an unknown variable stays as it is, and the search goes on behind its first `%`. */
function expanded(line: string, variables: Variables): string {
  let text = '';
  let at = 0;
  while (at < line.length) {
    const end = line.indexOf('%', at + 1);
    const value = line[at] === '%' && end > at ? variables[line.slice(at + 1, end)] : undefined;
    if (value === undefined) {
      text += line[at];
      at += 1;
    } else {
      text += value;
      at = end + 1;
    }
  }
  return text;
}

/** Every `"` toggles; outside of quotes `^` takes the next character as it is, and operators end the command. */
function unescaped(line: string): string {
  let text = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '"') quoted = !quoted;
    if (!quoted && character === '^') {
      at += 1;
      text += line[at] ?? '';
      continue;
    }
    if (!quoted && /[&|<>()\n]/.test(character)) throw new Error(`cmd.exe would act on ${character} in ${line}`);
    text += character;
  }
  return text;
}
