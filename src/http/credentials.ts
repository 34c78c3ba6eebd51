import type { IncomingMessage } from 'node:http';
import { CallerWords, noKeys } from '../contract/caller-words.ts';
import { type KeyPlace, RawKey } from '../contract/presented-key.ts';
import { keyInside } from '../contract/redact.ts';
import { type Dress, isNearName, type Reading, readPresented } from './dressed-key.ts';

/** One place of a key that was not empty, or one whose name is nearly that of such a place. */
export interface Presented {
  /** `near`: a name that no door reads. */
  readonly place: KeyPlace | 'near';
  /** Null where there is none that could be one, as in `Authorization: Basic …`. */
  readonly key: RawKey | null;
  /** How a key, or what was to be one, is dressed so that it is none. */
  readonly dress: Dress | null;
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

/** Headers that are taken for one of those. An identity proxy may set some for itself: only a key of ours is one there. */
const nearHeaders: ReadonlySet<string> = new Set(['api-key', 'apikey', 'x-apikey', 'x-key', 'x-token', 'token', 'key']);

/** The length of its name alone tells that most headers hold no key. */
const placeLengths: ReadonlySet<number> = new Set([...headerPlaces.keys(), ...nearHeaders].map(({ length }) => length));

function takeFromHeaders(request: IncomingMessage): readonly Presented[] {
  const found: Presented[] = [];
  const raw = request.rawHeaders;
  for (let index = raw.length - 2; index >= 0; index -= 2) {
    const given = raw[index] ?? '';
    if (!placeLengths.has(given.length)) continue;
    const name = given.toLowerCase();
    const value = raw[index + 1] ?? '';
    const isNear = nearHeaders.has(name) && keyInside(value) !== null;
    const place = isNear ? 'near' : headerPlaces.get(name);
    if (place === undefined) continue;
    found.push(presentedAt(place, value));
    raw.splice(index, 2);
    // Not `delete`: an object that lost a property is slower to look into, and headers are looked at many times.
    request.headers[name] = undefined;
  }
  return found;
}

function presentedAt(place: Presented['place'], value: string): Presented {
  const read: Reading =
    place === 'near' ? { kind: 'dressed', dress: 'near_name' } : readPresented(value, place === 'authorization');
  return {
    place,
    key: read.kind === 'key' ? new RawKey(read.text) : null,
    dress: read.kind === 'dressed' ? read.dress : null,
    said: new RawKey(value),
  };
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
      if (name === 'api_key') found.push(presentedAt('url', value));
      else if (isNearName(name) && keyInside(value) !== null) found.push(presentedAt('near', value));
      else return true;
      return false;
    });
  if (found.length === 0) return found;
  request.url = url.slice(0, start) + (kept.length === 0 ? '' : `?${kept.join('&')}`);
  return found;
}

/** Name and value of one `name=value` of a query, as URLSearchParams reads them (any percent-encoding is text to it). */
function pairOf(part: string): readonly [string, string] {
  if (!part.includes('%') && !part.startsWith('api_key') && !part.includes('ca_live_')) return ['', ''];
  const [pair] = new URLSearchParams(part);
  return pair ?? ['', ''];
}

export type Credentials =
  | { kind: 'none' }
  /** A place of a key held something that cannot be a key. */
  | { kind: 'malformed' }
  /** It held a key, or what was to be one, in a form that is none. */
  | { kind: 'dressed'; dress: Dress; place: KeyPlace | null; said: RawKey }
  | { kind: 'conflict' }
  | { kind: 'key'; key: RawKey; place: KeyPlace };

/** What a key can look like: ours have one shape, and those of a remote API any. */
export type KeyShape = 'ours' | 'any';

/**
 * The one key of a request, from the places that this door reads. A conflict counts whatever the places: a request with
 * two different keys has no one owner (contract §1, 400). What has not the shape of our keys is none beside one that has:
 * an identity proxy sends an `Authorization` of its own. The same key in several places counts as where it is seen by
 * most, in the URL: a header beside it takes nothing back of what others may have logged.
 */
export function chooseKey(
  presented: readonly Presented[],
  reads: (place: KeyPlace) => boolean,
  shape: KeyShape,
): Credentials {
  if (presented.length === 0) return { kind: 'none' };
  const [only] = presented;
  // Nearly every request sends one key in one place.
  if (presented.length === 1 && only !== undefined && only.key !== null && only.place !== 'near' && reads(only.place)) {
    return { kind: 'key', key: only.key, place: only.place };
  }
  if (new Set(presented.flatMap((one) => keyTextOf(one, shape) ?? [])).size > 1) return { kind: 'conflict' };
  const readHere = presented.filter(({ place }) => place === 'near' || reads(place));
  const keys = readHere.flatMap(({ place, key }) => (place === 'near' || key === null ? [] : { place, key }));
  const shaped = shape === 'any' ? keys : keys.filter(({ key }) => keyInside(key.reveal()) === key.reveal());
  // What is dressed tells more of what went wrong than a text that is no key at all.
  const dressed = readHere.flatMap(({ place, dress, said }) =>
    dress === null ? [] : { kind: 'dressed' as const, dress, place: place === 'near' ? null : place, said },
  );
  const chosen = shaped[0];
  if (chosen === undefined && dressed[0] !== undefined) return dressed[0];
  const used = chosen ?? keys[0];
  if (used === undefined) return readHere.length > 0 ? { kind: 'malformed' } : { kind: 'none' };
  const isInUrl = readHere.some(({ place, key, said }) => {
    const inside = key?.reveal() ?? keyInside(said.reveal());
    return place === 'url' && inside === used.key.reveal();
  });
  return { kind: 'key', key: used.key, place: isInUrl ? 'url' : used.place };
}

/** What counts as a key where two of them are a conflict. */
function keyTextOf({ key, said }: Presented, shape: KeyShape): string | null {
  if (shape === 'any') return key?.reveal() ?? null;
  return keyInside(said.reveal());
}
