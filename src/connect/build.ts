import { bearer, type CheckedEndpoint } from './endpoint.ts';
import { jsonFile } from './formats/json.ts';
import type { CommandMethod, FileMethod, Method, OperatingSystem } from './method.ts';
import type { Argument } from './shells/argument.ts';
import { commandLine, shells } from './shells/command.ts';

/** What every method says about itself; words that it does not need are left out. */
type Description = Pick<Method, 'id' | 'title' | 'keyFrom' | 'scope'> &
  Partial<Pick<Method, 'before' | 'after' | 'warnings'>>;

export function described(description: Description): Pick<Method, keyof Description> {
  return { before: [], after: [], warnings: [], ...description };
}

/**
 * The same command in the form of each shell. Several commands stand on lines of their own, so that the second
 * runs when the first fails, in every shell alike.
 */
export function commands(description: Description, ...lines: readonly (readonly Argument[])[]): CommandMethod[] {
  return shells.map((shell) => ({
    ...described(description),
    kind: 'command',
    shell,
    text: lines.map((argv) => commandLine(shell, argv)).join('\n'),
  }));
}

/** A JSON configuration file. */
export function jsonMethod(description: Description, path: FileMethod['path'], content: object): FileMethod {
  return { ...described(description), kind: 'file', path, language: 'json', text: jsonFile(content) };
}

/** A path that is the same everywhere (for `~` on Windows: the user's profile folder). */
export function samePath(path: string): Readonly<Record<OperatingSystem, string>> {
  return { macos: path, linux: path, windows: path.startsWith('~') ? windowsHome(path) : path.replaceAll('/', '\\') };
}

function windowsHome(path: string): string {
  return `%USERPROFILE%${path.slice(1).replaceAll('/', '\\')}`;
}

/** The entry of most JSON files: the URL and the header. `token` may be a client's own variable. */
export function httpEntry(
  { url }: CheckedEndpoint,
  token: string,
): { url: string; headers: { Authorization: string } } {
  return { url, headers: { Authorization: bearer(token) } };
}
