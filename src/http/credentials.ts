import type { IncomingMessage } from 'node:http';
import { CallerWords, noKeys } from '../contract/caller-words.ts';
import { type KeyPlace, RawKey } from '../contract/presented-key.ts';

/**
 * One place of a key that was not empty: `key` is null if its content cannot be a key, as in `Authorization: Basic …`.
 */
export interface Presented {
  readonly place: KeyPlace;
  readonly key: RawKey | null;
  /** All that stood there: a secret even where it is no key of ours. */
  readonly said: RawKey;
}

const headerPlaces: ReadonlyMap<string, KeyPlace> = new Map([
  ['authorization', 'authorization'],
  ['x-creatoraudit-api-key', 'x-creatoraudit-api-key'],
  ['x-api-key', 'x-api-key'],
  ['x-auth-token', 'x-auth-token'],
]);

/**
 * Takes every key out of a request, before the router, the log or anything else sees it: from the headers in each form
 * that Node keeps them in, and from the URL.
 */
export function takeKeys(request: IncomingMessage): readonly Presented[] {
  return [...takeFromHeaders(request), ...takeFromUrl(request)];
}

/** The length of its name alone tells that most headers hold no key. */
const placeLengths: ReadonlySet<number> = new Set([...headerPlaces.keys()].map(({ length }) => length));

function takeFromHeaders(request: IncomingMessage): readonly Presented[] {
  const found: Presented[] = [];
  const raw = request.rawHeaders;
  for (let index = raw.length - 2; index >= 0; index -= 2) {
    const given = raw[index] ?? '';
    if (!placeLengths.has(given.length)) continue;
    const name = given.toLowerCase();
    const place = headerPlaces.get(name);
    if (place === undefined) continue;
    found.push(presentedAt(place, raw[index + 1] ?? ''));
    raw.splice(index, 2);
    // Not `delete`: an object that lost a property is slower to look into, and headers are looked at many times.
    request.headers[name] = undefined;
  }
  return found;
}

function presentedAt(place: KeyPlace, value: string): Presented {
  return { place, key: keyIn(value, place), said: new RawKey(value) };
}

/** What of a request must be in none of its other words: keys, and whatever else was sent in place of one. */
export function wordsOf(presented: readonly Presented[]): CallerWords {
  return presented.length === 0 ? noKeys : new CallerWords(presented.flatMap(({ said }) => secretsIn(said.reveal())));
}

/** Without the scheme before it; of `Basic` what it encodes too. */
function secretsIn(said: string): readonly string[] {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(said.trim()) ?? [];
  if (rest === '') return [said.trim()];
  if (scheme.toLowerCase() !== 'basic') return [rest];
  const [user = '', ...password] = Buffer.from(rest, 'base64').toString('utf8').split(':');
  return [rest, user, password.join(':')];
}

/** `Authorization` needs the scheme; in the other headers clients send the key with or without it. */
function keyIn(value: string, place: KeyPlace): RawKey | null {
  const match = /^bearer +/i.exec(value);
  if (match === null && place === 'authorization') return null;
  const text = value.slice(match?.[0].length ?? 0).trim();
  return text === '' ? null : new RawKey(text);
}

function takeFromUrl(request: IncomingMessage): readonly Presented[] {
  const url = request.url ?? '/';
  const start = url.indexOf('?');
  if (start < 0) return [];
  const found: Presented[] = [];
  const kept = url
    .slice(start + 1)
    .split('&')
    .filter((part) => {
      const [name, value] = pairOf(part);
      if (name !== 'api_key') return true;
      found.push(presentedAt('url', value));
      return false;
    });
  if (found.length === 0) return found;
  request.url = url.slice(0, start) + (kept.length === 0 ? '' : `?${kept.join('&')}`);
  return found;
}

/** Name and value of one `name=value` of a query, as URLSearchParams reads them (any percent-encoding is text to it). */
function pairOf(part: string): readonly [string, string] {
  if (!part.includes('%') && !part.startsWith('api_key')) return ['', ''];
  const [pair] = new URLSearchParams(part);
  return pair ?? ['', ''];
}

export type Credentials =
  | { kind: 'none' }
  /** A place of a key held something that cannot be a key. */
  | { kind: 'malformed' }
  | { kind: 'conflict' }
  | { kind: 'key'; key: RawKey; place: KeyPlace };

/**
 * The one key of a request, from the places that this door reads. A conflict counts whatever the places: a request with
 * two different keys has no one owner (contract §1, 400). The same key in several places counts as where it is seen by
 * most, in the URL: a header beside it takes nothing back of what others may have logged.
 */
export function chooseKey(presented: readonly Presented[], read: (place: KeyPlace) => boolean): Credentials {
  let chosen: { key: RawKey; place: KeyPlace } | null = null;
  let first: RawKey | null = null;
  let malformed = false;
  for (const { place, key } of presented) {
    malformed ||= key === null && read(place);
    if (key === null) continue;
    if (first !== null && first.reveal() !== key.reveal()) return { kind: 'conflict' };
    first ??= key;
    if (read(place) && (chosen === null || place === 'url')) chosen = { key, place };
  }
  if (chosen !== null) return { kind: 'key', key: chosen.key, place: chosen.place };
  return malformed ? { kind: 'malformed' } : { kind: 'none' };
}
