import { isUnknownCell, looksLikeCount } from '../values/count.ts';
import { readLink, usernameOf } from '../values/links.ts';
import { readMoment } from '../values/moments.ts';
import type { Nature } from './fields.ts';

/** Of a hundred values so many may not be what a column's name says: real files have a few odd rows. */
const mostOdd = 0.05;

/** Whether the values of a column are what its name says; the first that is not, where too many are not. */
export function oddOne(nature: Nature, values: readonly string[]): string | null {
  const told = values.filter((value) => !isUnknownCell(value));
  const odd = told.filter((value) => !fits(nature, value));
  return odd.length > mostOdd * told.length ? (odd[0] ?? null) : null;
}

function fits(nature: Nature, value: string): boolean {
  switch (nature) {
    case 'count':
    case 'gain':
      return looksLikeCount(value);
    case 'time':
      return readMoment(value) !== null;
    case 'id':
      return /^["'=]*[\w.+-]{1,64}["']*$/.test(value);
    case 'handle':
      return usernameOf(value) !== null || readLink(value)?.username != null;
    case 'link':
      return readLink(value) !== null;
    case 'platform':
      return platformOf(value) !== null;
    default:
      return true;
  }
}

export function platformOf(value: string): 'instagram' | 'tiktok' | 'other' | null {
  const name = value.toLowerCase().replace(/[^a-z]/g, '');
  if (name === 'instagram' || name === 'ig' || name === 'insta') return 'instagram';
  if (name === 'tiktok' || name === 'tt') return 'tiktok';
  return ['facebook', 'youtube', 'x', 'twitter', 'threads', 'snapchat', 'pinterest', 'linkedin', 'twitch'].includes(
    name,
  )
    ? 'other'
    : null;
}

/** What values are not, for people. */
export const natureWords: Readonly<Record<Nature, string>> = {
  count: 'numbers',
  gain: 'numbers',
  time: 'times',
  id: 'ids',
  handle: 'user names',
  link: 'links to posts',
  platform: 'platforms',
  text: 'text',
  none: 'anything known',
};
