import { isPublic, KEY_VARIABLE } from './endpoint.ts';
import type { UrlKeys } from './method.ts';

/** The last line of every guide (contract §5). */
export function restartLine(client: string): string {
  return `Restart ${client}: it reads its servers only when it starts.`;
}

/** The first step wherever the key is read from the environment. */
export function setVariableFirst(client: string): string {
  return `Set the environment variable ${KEY_VARIABLE} to the key, where ${client} is started.`;
}

export function mergeInto(entry: string): string {
  return `If the file has other content, add only this entry under "${entry}".`;
}

export const KEY_IN_FILE = 'The key stands in this file: keep the file out of version control.';

/** The risk of a key in a URL, in one line. */
export function urlKeyWarnings(urlKeys: UrlKeys): readonly string[] {
  const risk = 'Whoever sees this URL (history, logs, a screenshot) has the key: use a read-only key.';
  return urlKeys === 'read_only' ? [risk, 'This organization lets a key in a URL read only.'] : [risk];
}

/** For clients that call from their vendor's servers. */
export function reachWarnings(client: string, url: string): readonly string[] {
  if (isPublic(url)) return [];
  return [`${client} calls from its vendor's servers: it needs a public https URL, which this one is not.`];
}
