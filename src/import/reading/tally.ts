import { type Metric, metrics } from '../../store/observations/metrics.ts';
import type { Observation, PostSaid } from '../observation.ts';
import type { RowSaid } from './observe.ts';

/** What a file comes to, for people. */
export interface Totals {
  readonly rows: number;
  readonly bad: number;
  /** Rows of which every value is unknown. */
  readonly unknown: number;
  readonly posts: number;
  readonly profiles: number;
  readonly days: number;
  readonly names: number;
  /** By what is counted: levels of posts and gains of days added up, of other levels the last of each account. */
  readonly sums: Readonly<Record<string, number>>;
  /** How much levels of accounts grow over the file. */
  readonly grown: Readonly<Record<string, number>>;
  /** ms since the epoch; null where nothing is stored. */
  readonly first: number | null;
  readonly last: number | null;
}

const countOf: Readonly<Record<Metric, keyof PostSaid>> = {
  views: 'view_count',
  plays: 'play_count',
  likes: 'like_count',
  comments: 'comment_count',
  shares: 'share_count',
  saves: 'saved_count',
};

interface Level {
  readonly name: string;
  first: { readonly at: number; readonly value: number };
  last: { readonly at: number; readonly value: number };
}

/** Accounts whose levels are shown; beyond them a sum says nothing to anybody. */
const mostLevels = 20_000;

/** Adds up what rows say. */
export class Tally {
  private rows = 0;
  private bad = 0;
  private unknown = 0;
  private readonly kinds = { post: 0, profile: 0, day: 0, name: 0 };
  private readonly sums = new Map<string, number>();
  private readonly levels = new Map<string, Level>();
  private first: number | null = null;
  private last: number | null = null;

  add(said: RowSaid): void {
    this.rows += 1;
    if (said.kind === 'bad') this.bad += 1;
    else if (said.observations.length === 0 && !said.isRepeated) this.unknown += 1;
    else for (const observation of said.observations) this.count(observation);
  }

  totals(): Totals {
    const { post: posts, profile: profiles, day: days, name: names } = this.kinds;
    const { rows, bad, unknown, first, last } = this;
    const sums = new Map(this.sums);
    const grown = new Map<string, number>();
    for (const { name, first, last } of this.levels.values()) {
      sums.set(name, (sums.get(name) ?? 0) + last.value);
      grown.set(name, (grown.get(name) ?? 0) + last.value - first.value);
    }
    const numbers = { sums: Object.fromEntries(sums), grown: Object.fromEntries(grown) };
    return { rows, bad, unknown, posts, profiles, days, names, ...numbers, first, last };
  }

  private count(observation: Observation): void {
    this.kinds[observation.kind] += 1;
    const at = instantOf(observation);
    if (at !== null) {
      this.first = Math.min(this.first ?? at, at);
      this.last = Math.max(this.last ?? at, at);
    }
    for (const [name, value] of numbersOf(observation)) this.sums.set(name, (this.sums.get(name) ?? 0) + value);
    if (at !== null) for (const [name, value] of levelsOf(observation)) this.level(observation, name, { at, value });
  }

  private level({ whose }: Observation, name: string, seen: Level['first']): void {
    const key = `${whose.platform}:${whose.username} ${name}`;
    const known = this.levels.get(key);
    if (known === undefined) {
      if (this.levels.size < mostLevels) this.levels.set(key, { name, first: seen, last: seen });
      return;
    }
    if (seen.at < known.first.at) known.first = seen;
    if (seen.at >= known.last.at) known.last = seen;
  }
}

function instantOf(observation: Observation): number | null {
  if (observation.kind === 'name') return null;
  return observation.kind === 'day' ? Date.parse(observation.day) : observation.at;
}

function numbersOf(observation: Observation): [string, number][] {
  switch (observation.kind) {
    case 'post':
      return metrics.flatMap((metric) => {
        const value = observation.post[countOf[metric]];
        return typeof value === 'number' ? [[metric, value]] : [];
      });
    case 'day':
      return Object.entries(observation.reported.gains).map(([name, value]) => [
        name === 'followers' ? 'followers gained' : name,
        value,
      ]);
    case 'profile':
    case 'name':
      return [];
  }
}

function levelsOf(observation: Observation): [string, number][] {
  if (observation.kind === 'profile') {
    const { followers } = observation.profile;
    return followers === undefined ? [] : [['followers', followers]];
  }
  return observation.kind === 'day' ? Object.entries(observation.reported.levels) : [];
}
