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
  /** Sums over all that is stored, by what is counted. */
  readonly sums: Readonly<Record<string, number>>;
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

/** Adds up what rows say. */
export class Tally {
  private rows = 0;
  private bad = 0;
  private unknown = 0;
  private readonly kinds = { post: 0, profile: 0, day: 0, name: 0 };
  private readonly sums = new Map<string, number>();
  private first: number | null = null;
  private last: number | null = null;

  add(said: RowSaid): void {
    this.rows += 1;
    if (said.kind === 'bad') this.bad += 1;
    else if (said.observations.length === 0) this.unknown += 1;
    else for (const observation of said.observations) this.count(observation);
  }

  totals(): Totals {
    const { post: posts, profile: profiles, day: days, name: names } = this.kinds;
    const { rows, bad, unknown, first, last } = this;
    return { rows, bad, unknown, posts, profiles, days, names, sums: Object.fromEntries(this.sums), first, last };
  }

  private count(observation: Observation): void {
    this.kinds[observation.kind] += 1;
    const at = instantOf(observation);
    if (at !== null) {
      this.first = Math.min(this.first ?? at, at);
      this.last = Math.max(this.last ?? at, at);
    }
    for (const [name, value] of numbersOf(observation)) this.sums.set(name, (this.sums.get(name) ?? 0) + value);
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
    case 'profile':
      return observation.profile.followers === undefined ? [] : [['followers', observation.profile.followers]];
    case 'day':
      return Object.entries(observation.reported.gains).map(([name, value]) => [
        name === 'followers' ? 'followers gained' : name,
        value,
      ]);
    case 'name':
      return [];
  }
}
