import type { PushedDay, PushedProfile } from '../../contract/resources/pushed.ts';
import { type Levels, metrics } from '../../store/observations/metrics.ts';
import type { Run } from '../../store/observations/runs.ts';
import type { AccountLookRow, AccountReportedDayRow } from '../../store/schema.ts';

/** What an item tells beside what was known: the counts that leap, and whether any is new. */
export interface Judged {
  readonly status: 'recorded' | 'unchanged';
  readonly leaps: readonly string[];
}

/** More than this many times what was known is marked: it may be a unit that somebody took for another. */
const leapFactor = 100;

type Told = readonly (readonly [string, number | null])[];

/** A post's levels beside the last that were known at that instant; a post of which nothing was known is new. */
export function judgePost(runs: readonly Run[], at: number, levels: Levels): Judged {
  const before = runs.filter((run) => run.at <= at);
  const lastOf = (metric: keyof Levels) =>
    before.findLast((run) => run.levels[metric] !== null)?.levels[metric] ?? null;
  return judged(
    metrics.map((metric) => [metric, levels[metric]]),
    new Map(metrics.map((metric) => [metric, lastOf(metric)])),
    before.length > 0,
  );
}

/** A profile's counts beside the last look before. */
export function judgeProfile(looks: readonly AccountLookRow[], at: number, said: PushedProfile): Judged {
  const before = looks.filter((look) => look.at <= at);
  const lastOf = (column: 'followers' | 'following' | 'posts') =>
    before.findLast((look) => look[column] !== null)?.[column] ?? null;
  const known = { followers: lastOf('followers'), following: lastOf('following'), posts: lastOf('posts') };
  const told: Told = [
    ['followers', countOf(said.follower_count)],
    ['following', countOf(said.following_count)],
    ['posts', countOf(said.profile_post_count)],
  ];
  const tellsWords = [said.name, said.description, said.link_in_bio].some((words) => words != null);
  const verdict = judged(told, new Map(Object.entries(known)), before.length > 0);
  return tellsWords && !before.some((look) => look.at === at) ? { ...verdict, status: 'recorded' } : verdict;
}

/** What is reported of a day beside what was reported of it before. Gains may be anything, so only followers leap. */
export function judgeDay(days: readonly AccountReportedDayRow[], said: PushedDay): Judged {
  const known = days.filter(({ day }) => day === said.day);
  const told: Told = [
    ...metrics.map((metric) => [metric, said[metric] ?? null] as const),
    ['followers', countOf(said.followers)],
    ['followers_gained', said.followers_gained ?? null],
  ];
  const isKnown = (row: AccountReportedDayRow) => {
    const kept = new Map<string, unknown>(Object.entries(row));
    return told.every(([name, value]) => value === null || kept.get(name) === value);
  };
  const before = days.findLast((row) => row.day < said.day && row.followers !== null)?.followers ?? null;
  const { leaps } = judged([['followers', countOf(said.followers)]], new Map([['followers', before]]), true);
  return { status: known.some(isKnown) ? 'unchanged' : 'recorded', leaps };
}

function judged(told: Told, known: ReadonlyMap<string, number | null>, wasSeen: boolean): Judged {
  const isNew = told.some(([name, value]) => value !== null && value !== known.get(name));
  const leaps = told.flatMap(([name, value]) => {
    const before = known.get(name) ?? null;
    return value !== null && before !== null && before > 0 && value > before * leapFactor ? [name] : [];
  });
  return { status: isNew || !wasSeen ? 'recorded' : 'unchanged', leaps };
}

function countOf(count: number | null | undefined): number | null {
  return count === null || count === undefined || count < 0 ? null : count;
}
