import { folded } from '../../src/store/fold.ts';
import type { Value } from './asked.ts';
import type { Account, Post } from './facts.ts';

/** What a dimension says of something: what tells its groups apart and sorts them, and what is shown of it. */
export interface Key {
  readonly id: Value;
  /** What comes before the id in the order of rows. */
  readonly name: Value;
  readonly shown: Value;
}

const plain = (value: Value): Key => ({ id: value, name: null, shown: value });
const place = (index: number, labels: readonly string[]): Key => ({
  id: index,
  name: null,
  shown: labels[index] ?? null,
});
const none = plain(null);

export function ofAccount(dimension: string, account: Account): Key {
  if (dimension.startsWith('metadata:')) return plain(account.metadata[dimension.slice(9)] ?? null);
  switch (dimension) {
    case 'creator':
      return account.creator === null
        ? none
        : { id: account.creator.id, name: account.creator.name, shown: account.creator.name };
    case 'account': {
      const name = `${account.platform}/${account.username}`;
      return { id: account.id, name, shown: name };
    }
    case 'platform':
      return plain(account.platform);
    case 'category':
      return plain(account.category);
    case 'follower_tier':
      if (!account.knowsFollowers) return none;
      return bucket(
        account.followers,
        [1_000, 10_000, 100_000, 1_000_000],
        ['under 1k', '1k–10k', '10k–100k', '100k–1m', '1m and more'],
      );
    default:
      throw new Error(`no attribute of accounts: ${dimension}`);
  }
}

function bucket(value: number, limits: readonly number[], labels: readonly string[]): Key {
  return place(limits.filter((limit) => value >= limit).length, labels);
}

export function isOfAccounts(dimension: string): boolean {
  return /^(creator|account|platform|category|follower_tier|metadata:.*|follower_count)$/.test(dimension);
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What clocks of a zone show, asked of each moment by itself. */
export function clock(zone: string, at: number) {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
    weekday: 'long',
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
    weekday: part('weekday'),
  };
}

/** The keys of a post in a dimension: several of hashtags and mentions. @param asOf ms to which its age is counted */
export function ofPost(dimension: string, post: Post, zone: string, asOf: number): readonly Key[] {
  switch (dimension) {
    case 'post':
      return [{ id: post.id, name: null, shown: `${post.account.platform}/${post.id}` }];
    case 'media_type':
      return [plain(post.mediaType)];
    case 'hashtag':
      return post.hashtags.map(plain);
    case 'mention':
      return post.mentions.map(plain);
    case 'weekday':
      return [place(weekdays.indexOf(clock(zone, post.at).weekday), weekdays)];
    case 'hour':
      return [plain(clock(zone, post.at).hour)];
    case 'duration':
      return [
        post.duration === null
          ? none
          : bucket(post.duration, [15, 30, 60, 180], ['under 15s', '15–30s', '30–60s', '1–3min', '3min and more']),
      ];
    case 'post_age': {
      const days = Math.floor((Math.floor(asOf / 60_000) - Math.floor(post.at / 60_000)) / 1_440);
      return [
        bucket(days, [7, 30, 90, 365], ['under 7 days', '7–29 days', '30–89 days', '90–364 days', '365 days and more']),
      ];
    }
    default:
      return [
        dimension.startsWith('time:')
          ? plain(timeOf(dimension, clock(zone, post.at).day))
          : ofAccount(dimension, post.account),
      ];
  }
}

export function timeOf(dimension: string, day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (dimension === 'time:day') return day;
  if (dimension === 'time:month') return day.slice(0, 7);
  if (dimension === 'time:quarter') return `${day.slice(0, 4)}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
  while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

const letter = '[\\p{L}\\p{M}\\p{N}_]';

function compare(operator: string, text: string | null, values: readonly Value[]): boolean {
  const said = text === null ? null : folded(text);
  return values.some((value) => {
    if (value === null) return said === null;
    if (said === null) return false;
    const wanted = folded(String(value));
    if (operator === 'is') return said === wanted;
    if (operator === 'contains') return said.includes(wanted);
    const escaped = wanted.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const begins = new RegExp(`^${letter}`, 'u').test(wanted) ? `(?<!${letter})` : '';
    const ends = new RegExp(`${letter}$`, 'u').test(wanted) ? `(?!${letter})` : '';
    return new RegExp(begins + escaped + ends, 'u').test(said);
  });
}

/** Whether an account, or a post of one, meets a filter. */
export function meets(filter: unknown, account: Account, post: Post | null, zone: string, asOf: number): boolean {
  if (!Array.isArray(filter)) throw new Error('a filter is a list');
  const [operator, field, values] = filter;
  const inner = (each: unknown) => meets(each, account, post, zone, asOf);
  switch (operator) {
    case 'and':
      return field.every(inner);
    case 'or':
      return field.some(inner);
    case 'not':
      return !inner(field);
    case 'is_not':
      return !inner(['is', field, values]);
    case '>=':
    case '<=':
      return meetsNumber(operator, numberOf(field, account, post), values);
    default:
      return textsOf(field, account, post, zone, asOf).some((text) => compare(operator, text, bare(field, values)));
  }
}

function numberOf(field: string, account: Account, post: Post | null): number | null {
  if (field === 'follower_count') return account.followers;
  return (field === 'post_views' ? post?.views : post?.duration) ?? null;
}

function meetsNumber(operator: '>=' | '<=', number: number | null, value: number): boolean {
  if (number === null) return false;
  return operator === '>=' ? number >= value : number <= value;
}

/** Values without the signs that people write before tags and names. */
function bare(field: string, values: readonly Value[]): readonly Value[] {
  if (!['hashtag', 'mention', 'account'].includes(field)) return values;
  return values.map((value) => (typeof value === 'string' ? value.replace(/^[#@]/, '') : value));
}

/** What a field says: several texts of tags, and of accounts by either name; a post without tags says null. */
function textsOf(
  field: string,
  account: Account,
  post: Post | null,
  zone: string,
  asOf: number,
): readonly (string | null)[] {
  if (field === 'caption') return [post?.caption ?? null];
  if (field === 'account') return [account.username, `${account.platform}/${account.username}`];
  if (field === 'hashtag' || field === 'mention') {
    const tags = (field === 'hashtag' ? post?.hashtags : post?.mentions) ?? [];
    return tags.length === 0 ? [null] : tags;
  }
  const [key] = post === null ? [ofAccount(field, account)] : ofPost(field, post, zone, asOf);
  return [key === undefined || key.shown === null ? null : String(key.shown)];
}
