import { LRUCache } from 'lru-cache';
import { type CallerWords, noKeys } from '../../contract/caller-words.ts';
import { keyBeginning } from '../../contract/redact.ts';
import { clientInfoKey } from '../sdk/names.ts';

/**
 * A server has few different clients, so each name is cleaned once and kept. Bounded, since names come from outside.
 */
const plainNames = new LRUCache<string, { name: string | null }>({ max: 500 });
/** More of it could not matter; a key in it must be seen whole. */
const mostRead = 1_024;

/**
 * `name/version` of the client, from the request's envelope, an `initialize`, or its User-Agent. It comes from outside
 * and goes to the log and the audit trail: without keys, as stock clients put a URL with one there, in plain
 * characters only, at most 64.
 */
export function clientName(
  message: unknown,
  userAgent: string | undefined,
  words: CallerWords = noKeys,
): string | null {
  const said = nameIn(message) ?? userAgent?.split(' ', 1)[0];
  if (said === undefined) return null;
  // Cut before it is looked up: what is remembered for all callers must hold nobody's key.
  const given = words.kept(said.slice(0, mostRead)).replaceAll('[key]', '');
  const known = plainNames.get(given);
  if (known !== undefined) return known.name;
  const name = plain(given);
  if (given.length <= 256) plainNames.set(given, { name });
  return name;
}

function nameIn(message: unknown): string | undefined {
  if (!isObject(message) || !('params' in message) || !isObject(message.params)) return undefined;
  const { params } = message;
  if ('_meta' in params && isObject(params._meta) && clientInfoKey in params._meta) {
    return nameOf(params._meta[clientInfoKey]);
  }
  return 'clientInfo' in params ? nameOf(params.clientInfo) : undefined;
}

function nameOf(info: unknown): string | undefined {
  if (!isObject(info) || !('name' in info) || typeof info.name !== 'string') return undefined;
  return 'version' in info && typeof info.version === 'string' ? `${info.name}/${info.version}` : info.name;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const keysIn = new RegExp(`${keyBeginning}\\w*`, 'g');

function plain(text: string): string | null {
  const kept = text
    .slice(0, 128)
    .replace(/[^\w.+/ -]/g, '')
    // Somebody else's key, after the characters between which it could have been hidden are gone.
    .replace(keysIn, '')
    .slice(0, 64)
    .trim();
  return kept === '' ? null : kept;
}
