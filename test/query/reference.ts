import type { Asked, Value } from './asked.ts';
import { clock, isOfAccounts, type Key, meets, ofAccount, ofPost, timeOf } from './attributes.ts';
import type { Account, Facts, Post } from './facts.ts';

/** What a query answers, worked out in plain loops over rows. */
export interface Answer {
  readonly rows: readonly (readonly Value[])[];
  readonly totals: Readonly<Record<string, number | null>>;
  readonly groups: number;
}

type Range = readonly [string, string];
const dayMs = 86_400_000;

/** Everything that falls into one group in one range. */
interface Collected {
  days: { account: Account; day: Account['days'][number] }[];
  /** Posts with the gains of some of their days, or published in the range. */
  posts: { post: Post; days: Post['days'] }[];
  accounts: Set<Account>;
  published: number;
  range: Range;
  /** The last day of the group's time. */
  end: string;
}

interface Group {
  readonly keys: readonly Key[];
  readonly sides: readonly Collected[];
}

export function answer(asked: Asked, facts: Facts, now: number): Answer {
  const groups = groupsOf(asked, asked.dimensions, facts, now);
  const names = [
    ...new Set([
      ...asked.metrics,
      ...asked.filters.flatMap(metricsOf),
      ...asked.order_by.map(([name]) => name.replace(/:change$/, '')),
    ]),
  ];
  const valued = groups.map((group) => ({ group, values: valuesOf(asked, names, group.sides, facts, now) }));
  const passing = valued.filter(({ values }) =>
    asked.filters.filter(isAboutRows).every((filter) => passes(filter, values)),
  );
  const sorted = passing.sort((a, b) => ordered(asked, a, b));
  const rows = sorted.map(({ group, values }) => [
    ...group.keys.flatMap(({ shown }, index) =>
      asked.dimensions[index] === 'post' ? [shown, captionOf(group)] : [shown],
    ),
    ...shownValues(asked, values),
  ]);
  return {
    rows,
    totals: totalsOf(
      asked,
      sorted.map(({ group }) => group),
      facts,
      now,
    ),
    groups: rows.length,
  };
}

function captionOf({ sides }: Group): string | null {
  const caption = sides.flatMap(({ posts }) => posts)[0]?.post.caption ?? null;
  return caption === null ? null : caption.replaceAll(/\s+/g, ' ').trim();
}

function isAboutRows(filter: unknown): boolean {
  if (!Array.isArray(filter)) return false;
  const [operator, first] = filter;
  if (operator === 'not') return isAboutRows(first);
  if (operator === 'and' || operator === 'or') return isAboutRows(first[0]);
  return (
    (operator === '>=' || operator === '<=') && !['follower_count', 'post_views', 'duration_seconds'].includes(first)
  );
}

function metricsOf(filter: unknown): string[] {
  if (!Array.isArray(filter) || !isAboutRows(filter)) return [];
  const [operator, first] = filter;
  if (operator === 'not') return metricsOf(first);
  return operator === 'and' || operator === 'or' ? first.flatMap(metricsOf) : [first];
}

function fieldsOf(filter: unknown): string[] {
  if (!Array.isArray(filter) || isAboutRows(filter)) return [];
  const [operator, first] = filter;
  if (operator === 'not') return fieldsOf(first);
  return operator === 'and' || operator === 'or' ? first.flatMap(fieldsOf) : [first];
}

function passes(filter: unknown, values: ReadonlyMap<string, number | null>): boolean {
  if (!Array.isArray(filter)) throw new Error('a filter is a list');
  const [operator, first, number] = filter;
  if (operator === 'and') return first.every((each: unknown) => passes(each, values));
  if (operator === 'or') return first.some((each: unknown) => passes(each, values));
  if (operator === 'not') return !passes(first, values);
  const value = values.get(first) ?? null;
  if (value === null) return false;
  return operator === '>=' ? value >= number : value <= number;
}

function within(day: string, [from, to]: Range): boolean {
  return day >= from && day <= to;
}

function rangesOf({ date_range, compare }: Asked): readonly Range[] {
  return compare === undefined ? [date_range] : [date_range, compare];
}

/** What a request counts, and by what: the parts of it that decide where something falls. */
class Grouping {
  readonly asked: Asked;
  readonly dimensions: readonly string[];
  readonly ranges: readonly Range[];
  readonly filters: readonly unknown[];
  readonly fields: readonly string[];
  readonly time: string | undefined;
  readonly #groups = new Map<string, Group>();

  constructor(asked: Asked, dimensions: readonly string[]) {
    this.asked = asked;
    this.dimensions = dimensions;
    this.ranges = rangesOf(asked);
    this.filters = asked.filters.filter((filter) => !isAboutRows(filter));
    this.fields = [...dimensions.filter((name) => !name.startsWith('time:')), ...this.filters.flatMap(fieldsOf)];
    this.time = dimensions.find((name) => name.startsWith('time:'));
  }

  get groups(): Group[] {
    return [...this.#groups.values()];
  }

  group(keys: readonly Key[], at: string | null = null): Group {
    const id = JSON.stringify(keys.map((key) => key.id));
    const known = this.#groups.get(id);
    if (known !== undefined) return known;
    const end = this.#endOf(at);
    const sides = this.ranges.map(
      (range): Collected => ({ days: [], posts: [], accounts: new Set(), published: 0, range, end: end ?? range[1] }),
    );
    const group = { keys, sides };
    this.#groups.set(id, group);
    return group;
  }

  times(): readonly (string | null)[] {
    const { time } = this;
    return time === undefined ? [null] : [...new Set(daysOf(this.asked.date_range).map((day) => timeOf(time, day)))];
  }

  /** The group of an account on a day, or on none. */
  ofAccount(account: Account, at: string | null): Group {
    const key = (name: string) => (name === this.time ? { id: at, name: null, shown: at } : ofAccount(name, account));
    return this.group(this.dimensions.map(key), at);
  }

  onDay(account: Account, day: string, index: number): Collected | undefined {
    return this.ofAccount(account, this.time === undefined ? null : timeOf(this.time, day)).sides[index];
  }

  lets(account: Account): boolean {
    return this.filters.every((filter) => meets(filter, account, null, 'UTC', 0));
  }

  #endOf(at: string | null): string | null {
    const { time } = this;
    if (at === null || time === undefined) return null;
    return daysOf(this.asked.date_range).findLast((day) => timeOf(time, day) === at) ?? null;
  }
}

function groupsOf(asked: Asked, dimensions: readonly string[], facts: Facts, now: number): Group[] {
  const grouping = new Grouping(asked, dimensions);
  const isOfPosts = !grouping.fields.every(isOfAccounts);
  const accounts = isOfPosts ? [] : facts.accounts.filter((account) => grouping.lets(account));
  groupsWithoutAnything(grouping, accounts, facts);
  if (asked.of === 'posts' || isOfPosts) for (const post of facts.posts) collectPost(grouping, post, now);
  else collectDays(grouping, accounts, facts.posts);
  return grouping.groups;
}

/** Groups that are there whether or not something falls into them. */
function groupsWithoutAnything(grouping: Grouping, accounts: readonly Account[], { creators }: Facts): void {
  const { dimensions, time, fields } = grouping;
  if (dimensions.every((name) => name === time)) {
    for (const at of grouping.times())
      grouping.group(
        dimensions.map(() => ({ id: at, name: null, shown: at })),
        at,
      );
  }
  for (const account of accounts) {
    for (const at of grouping.times())
      for (const side of grouping.ofAccount(account, at).sides) side.accounts.add(account);
  }
  if (dimensions.length !== 1 || dimensions[0] !== 'creator' || fields.some((field) => field !== 'creator')) return;
  for (const creator of creators) {
    const alone = { ...noAccount, creator };
    if (grouping.lets(alone)) grouping.ofAccount(alone, null);
  }
}

function collectDays(grouping: Grouping, accounts: readonly Account[], posts: readonly Post[]): void {
  const days = accounts.flatMap((account) => account.days.map((day) => ({ account, day })));
  const made = posts.filter(({ account }) => accounts.includes(account));
  grouping.ranges.forEach((range, index) => {
    for (const { account, day } of days) {
      if (within(day.day, range)) grouping.onDay(account, day.day, index)?.days.push({ account, day });
    }
    for (const { account, at } of made) {
      const day = new Date(at).toISOString().slice(0, 10);
      const side = within(day, range) ? grouping.onDay(account, day, index) : undefined;
      if (side !== undefined) side.published += 1;
    }
  });
}

function collectPost(grouping: Grouping, post: Post, now: number): void {
  grouping.ranges.forEach((range, index) => {
    for (const { keys, isPublished, days } of placesOf(grouping, post, range, now)) {
      const side = grouping.group(keys).sides[index];
      side?.posts.push({ post, days });
      if (side !== undefined && isPublished) side.published += 1;
    }
  });
}

/** The groups that a post falls into in a range; none where it does not count there. */
function placesOf({ asked, dimensions, filters }: Grouping, post: Post, range: Range, now: number) {
  const isPosts = asked.of === 'posts';
  const asOf = isPosts ? now : Math.min(now, Date.parse(range[1]) + dayMs);
  if (!filters.every((filter) => meets(filter, post.account, post, asked.time_zone, asOf))) return [];
  const isPublished = within(clock(isPosts ? asked.time_zone : 'UTC', post.at).day, range);
  const days = post.days.filter((each) => within(each.day, range));
  if (isPosts ? !isPublished : !takesPart(asked, days, isPublished)) return [];
  const keys = product(dimensions.map((name) => ofPost(name, post, asked.time_zone, asOf)));
  return keys.map((each) => ({ keys: each, isPublished, days }));
}

const noAccount: Account = {
  id: '',
  platform: '',
  username: '',
  creator: null,
  category: null,
  metadata: {},
  followers: 0,
  knowsFollowers: false,
  since: '',
  isSeen: false,
  days: [],
};

/** A post takes part in gains where one that is asked for is not 0, or where posts are counted and it was published then. */
function takesPart(asked: Asked, days: Post['days'], isPublished: boolean): boolean {
  const names = [
    ...asked.metrics,
    ...asked.filters.flatMap(metricsOf),
    ...asked.order_by.map(([name]) => name.replace(/:change$/, '')),
  ];
  const looked = names.flatMap((name) => {
    if (name === 'engagement') return ['likes', 'comments', 'shares'];
    return name === 'engagement_rate' ? ['views', 'likes', 'comments', 'shares'] : [name];
  });
  if (isPublished && looked.some((name) => name.startsWith('posts'))) return true;
  return (['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const).some(
    (name) => looked.includes(name) && days.reduce((sum, day) => sum + day[name], 0) !== 0,
  );
}

function daysOf([from, to]: Range): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += dayMs) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

function product(lists: readonly (readonly Key[])[]): readonly (readonly Key[])[] {
  return lists.reduce<readonly (readonly Key[])[]>(
    (all, list) => all.flatMap((keys) => list.map((key) => [...keys, key])),
    [[]],
  );
}

function valuesOf(asked: Asked, names: readonly string[], sides: readonly Collected[], facts: Facts, now: number) {
  const values = new Map<string, number | null>();
  for (const name of names) {
    const [at, before] = sides.map((side) => metric(asked, name, side, now));
    values.set(name, at ?? null);
    if (sides.length < 2) continue;
    values.set(`${name}:before`, before ?? null);
    values.set(`${name}:change`, change(asked, at ?? null, before ?? null, facts));
  }
  return values;
}

function change(asked: Asked, at: number | null, before: number | null, facts: Facts): number | null {
  const since = dataSince(asked, facts);
  if (since === null || rangesOf(asked).some(([from]) => from < since)) return null;
  return at === null || before === null || before === 0 ? null : two((100 * (at - before)) / Math.abs(before));
}

/** The first day with data of what is asked for. */
function dataSince(asked: Asked, facts: Facts): string | null {
  if (asked.of === 'posts')
    return facts.posts.map(({ at }) => new Date(at).toISOString().slice(0, 10)).sort()[0] ?? null;
  const counted = asked.filters.filter((filter) => !isAboutRows(filter));
  const isOfAll = !counted.flatMap(fieldsOf).every(isOfAccounts);
  const accounts = facts.accounts.filter(
    (account) => isOfAll || counted.every((filter) => meets(filter, account, null, 'UTC', 0)),
  );
  return (
    accounts
      .filter(({ isSeen }) => isSeen)
      .map(({ since }) => since.slice(0, 10))
      .sort()[0] ?? null
  );
}

function two(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

function metric(asked: Asked, name: string, side: Collected, now: number): number | null {
  if (asked.of === 'posts') return metricOfPosts(name, side);
  const gainsOf = (count: string): number => {
    if (count === 'engagement') return gainsOf('likes') + gainsOf('comments') + gainsOf('shares');
    const rows: readonly Readonly<Record<string, unknown>>[] = [
      ...side.days.map(({ day }) => day),
      ...side.posts.flatMap(({ days }) => days),
    ];
    return rows.reduce((sum, row) => sum + Number(row[count]), 0);
  };
  const accounts = [...side.accounts];
  switch (name) {
    case 'engagement_rate':
      return gainsOf('views') > 0 ? two((100 * gainsOf('engagement')) / gainsOf('views')) : 0;
    case 'saves': {
      const platforms =
        side.posts.length > 0
          ? side.posts.map(({ post }) => post.account.platform)
          : accounts.map(({ platform }) => platform);
      return platforms.includes('instagram') ? gainsOf('saves') : null;
    }
    case 'followers': {
      const until = accounts.flatMap(({ days }) => days.filter(({ day }) => day <= side.end));
      const known = until.reduce((sum, day) => sum + day.follower_accounts, 0);
      return known > 0 ? until.reduce((sum, day) => sum + day.followers_first + day.followers_gained, 0) : null;
    }
    case 'posts':
      return side.published;
    case 'posts_per_week':
      return two((7 * side.published) / daysOf(side.range).length);
    case 'accounts': {
      const isOpen = side.range[1] >= new Date(now - dayMs).toISOString().slice(0, 10);
      return accounts.filter(({ since }) => isOpen || since.slice(0, 10) <= side.range[1]).length;
    }
    default:
      return gainsOf(name);
  }
}

function metricOfPosts(name: string, { posts, range }: Collected): number | null {
  const spread = /^(avg|median|p90)_/.exec(name)?.[1];
  const count = spread === undefined ? name : name.slice(spread.length + 1);
  const valuesOfCount = (wanted: string) =>
    posts.flatMap(({ post }) => post.counts.get(wanted) ?? []).sort((a, b) => a - b);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  if (name.startsWith('engagement_rate')) {
    const suffix = name.slice('engagement_rate'.length);
    const views = sum(valuesOfCount(`views${suffix}`));
    return views > 0 ? two((100 * sum(valuesOfCount(`engagement${suffix}`))) / views) : 0;
  }
  if (name === 'posts') return posts.length;
  if (name === 'posts_per_week') return two((7 * posts.length) / daysOf(range).length);
  if (name === 'accounts') return new Set(posts.map(({ post }) => post.account.id)).size;
  const values = valuesOfCount(count);
  if (spread === undefined) return values.length === 0 && posts.length > 0 ? null : sum(values);
  if (values.length === 0) return null;
  if (spread === 'avg') return two(sum(values) / values.length);
  return values[Math.ceil(values.length * (spread === 'median' ? 0.5 : 0.9)) - 1] ?? null;
}

function shownValues({ metrics, compare }: Asked, values: ReadonlyMap<string, number | null>): Value[] {
  const names = metrics.flatMap((name) =>
    compare === undefined ? [name] : [name, `${name}:before`, `${name}:change`],
  );
  return names.map((name) => values.get(name) ?? null);
}

interface Valued {
  readonly group: Group;
  readonly values: ReadonlyMap<string, number | null>;
}

function ordered(asked: Asked, a: Valued, b: Valued): number {
  for (const [name, direction] of asked.order_by) {
    const at = asked.dimensions.indexOf(name);
    const difference =
      at < 0 ? byValue(a.values.get(name) ?? null, b.values.get(name) ?? null, direction) : byKey(a, b, at, direction);
    if (difference !== 0) return difference;
  }
  for (const at of asked.dimensions.keys()) {
    const difference = byKey(a, b, at, 'asc');
    if (difference !== 0) return difference;
  }
  return 0;
}

function byKey(a: Valued, b: Valued, at: number, direction: 'asc' | 'desc'): number {
  const [one, other] = [a.group.keys[at], b.group.keys[at]];
  return (
    byValue(one?.name ?? null, other?.name ?? null, direction) || byValue(one?.id ?? null, other?.id ?? null, direction)
  );
}

function byValue(a: Value, b: Value, direction: 'asc' | 'desc'): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const compared =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
  return direction === 'asc' ? compared : -compared;
}

/** Of all rows that the filters let in; where a post has several rows each counts once, whichever rows are shown. */
function totalsOf(asked: Asked, passing: readonly Group[], facts: Facts, now: number) {
  const isMany = asked.dimensions.some((name) => name === 'hashtag' || name === 'mention');
  const total = groupsOf(asked, [], facts, now);
  const groups = isMany ? total : passing;
  // Followers are those at the end of the range, whichever times are shown.
  const isTimed = asked.dimensions.some((name) => name.startsWith('time:'));
  const sides = rangesOf(asked).map((range, index): Collected => {
    const all = groups.flatMap(({ sides }) => sides[index] ?? []);
    const everybody = total.flatMap(({ sides }) => sides[index] ?? []);
    return {
      range,
      end: range[1],
      days: all.flatMap(({ days }) => days),
      posts: all.flatMap(({ posts }) => posts),
      accounts: new Set((isTimed ? everybody : all).flatMap(({ accounts }) => [...accounts])),
      published: all.reduce((sum, { published }) => sum + published, 0),
    };
  });
  const values = valuesOf(asked, asked.metrics, sides, facts, now);
  return Object.fromEntries(
    asked.metrics
      .flatMap((name) => (asked.compare === undefined ? [name] : [name, `${name}:before`, `${name}:change`]))
      .map((name) => [name, values.get(name) ?? null]),
  );
}
