import type { AccountLookRow } from '../schema.ts';

/** A post of a list that could not be read, and why. */
export interface Unreadable {
  /** Its key; null where not even that can be read. */
  readonly key: string | null;
  /** What it was given as its id where that is no key. */
  readonly id: unknown;
  /** Its place in the list, from 1 on. */
  readonly place: number;
  /** In words of ours. */
  readonly reason: string;
}

/** So many are kept of a look. */
const mostKept = 50;
/** So many are shown of an account. */
const mostShown = 20;

/**
 * What a look could not read, as a text of lines, each with a key and the reason. In the place of a key that is not known
 * stands `?` with a number that was given as its id, or `#` with its place. Null where everything could be read.
 */
export function unreadText(unreadable: readonly Unreadable[]): string | null {
  return textOf(unreadable.map(({ reason, ...named }) => `${nameOf(named)} ${reason}`));
}

function nameOf({ key, id, place }: Omit<Unreadable, 'reason'>): string {
  if (key !== null) return key;
  return typeof id === 'string' && number.test(id) ? `?${id}` : `#${place}`;
}

const number = /^\d{1,20}$/;

/** What two looks of one instant could not read. */
export function bothUnread(a: string | null, b: string | null): string | null {
  return textOf([...linesOf(a), ...linesOf(b)]);
}

/** Whether it is known of each post in a list which one it is. */
export function areNamed(unreadable: readonly Unreadable[]): boolean {
  return unreadable.length <= mostKept && unreadable.every(({ key }) => key !== null);
}

/** The keys of the posts that a look could not read. */
export function unreadKeys(text: string | null): string[] {
  return linesOf(text).flatMap((line) => (/^[#?]/.test(line) ? [] : [keyIn(line)]));
}

/** The same in words for people: never a word of the post itself, but a key that is a number, as platforms give them. */
export function shownUnread(looks: readonly Pick<AccountLookRow, 'unread'>[]): string | null {
  const lines = linesOf(looks.reduce<string | null>((text, { unread }) => bothUnread(text, unread), null));
  if (lines.length === 0) return null;
  const shown = lines.slice(0, mostShown).map((line) => `${shownKey(keyIn(line))}${line.slice(keyIn(line).length)}`);
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more}${lines.length < mostKept ? '' : ' or'} more`] : [])].join('; ');
}

function shownKey(key: string): string {
  if (key.startsWith('#')) return `post ${key.slice(1)}`;
  const id = key.startsWith('?') ? key.slice(1) : key;
  return number.test(id) ? id : 'a post';
}

function keyIn(line: string): string {
  return line.split(' ', 1)[0] ?? '';
}

function linesOf(text: string | null): string[] {
  return text === null ? [] : text.split('\n');
}

function textOf(lines: readonly string[]): string | null {
  const kept = [...new Set(lines)].sort().slice(0, mostKept);
  return kept.length === 0 ? null : kept.join('\n');
}
