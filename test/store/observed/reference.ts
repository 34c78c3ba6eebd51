import type { Platform } from '../../../src/store/schema.ts';
import type { Metric, Remaining, ReportedDay, SeenAccount, Told, Tracked } from './looks.ts';
import { metricNames } from './looks.ts';

/** Gains of a day; of an account also its followers as steps. */
export type Day = Record<Metric | 'followers_first' | 'follower_accounts' | 'followers_gained', number>;

/** Days by whose they are and when: `account 2026-03-10`, `account post 2026-03-10`. */
export interface Reckoned {
  readonly accounts: ReadonlyMap<string, Day>;
  readonly posts: ReadonlyMap<string, Day>;
  /** What is known of each post (`account post`) at some ages, by name: `views_day_7`. */
  readonly ages: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const believed = { file: 1, push: 2, api: 3 };
const hourMs = 3_600_000;
const lateMs = 48 * hourMs;

/** Days by plain loops over everything that was seen, with nothing of the program: what it has to come to. */
export function reckon({ looks, days: allReported }: Remaining, { accounts, madeAt }: Tracked): Reckoned {
  const days = { accounts: new Map<string, Day>(), posts: new Map<string, Day>() };
  const ages = new Map<string, Map<string, number>>();
  for (const [account, platform] of accounts) {
    const of = looks.filter((look) => look.account === account);
    const listings = of.filter(({ posts }) => posts !== null).map(({ at }) => at);
    const reported = allReported.filter((day) => day.account === account);
    reckonFollowers(account, of, reported, days.accounts);
    reckonReported(account, platform, of, reported, days.accounts);
    for (const [key, at] of madeAt) {
      const made = at + latenessOf(of, key);
      for (const { metric, told } of metricsOf(platform)) {
        const best = bestOfEach(levelsOf(of, key, told));
        const from = isNew(best, made, listings) ? 0 : null;
        reckonAges(ages, `${account} ${key}`, metric, { best, made, from });
        for (const { at, gained } of gainsOf(best, from)) {
          dayOf(days.accounts, `${account} ${dayAt(at)}`)[metric] += gained;
          dayOf(days.posts, `${account} ${key} ${dayAt(at)}`)[metric] += gained;
        }
      }
    }
  }
  return { accounts: withoutEmpty(days.accounts), posts: withoutEmpty(days.posts), ages };
}

/** How much later a post was made, as the most believed source says that told of it, at the earliest. */
function latenessOf(looks: readonly SeenAccount[], key: string): number {
  const told = looks.flatMap(({ source, posts }) =>
    (posts ?? []).filter((post) => post.key === key).map(({ later }) => ({ later, worth: believed[source] })),
  );
  const most = Math.max(...told.map(({ worth }) => worth));
  return told.length === 0 ? 0 : Math.min(...told.flatMap(({ later, worth }) => (worth === most ? [later] : [])));
}

/** Where a post stood after the telling nearest to 1, 7 and 30 times 24 hours after it was made, within 24 hours of that. */
function reckonAges(
  ages: Map<string, Map<string, number>>,
  post: string,
  metric: Metric,
  { best, made, from }: { best: readonly Best[]; made: number; from: number | null },
): void {
  for (const age of [1, 7, 30]) {
    const hours = ({ at }: Best) => Math.abs(at - made - age * 24 * hourMs) / hourMs;
    const [nearest] = best.filter((one) => hours(one) <= 24).sort((a, b) => hours(a) - hours(b) || a.at - b.at);
    if (nearest === undefined) continue;
    const until = best.filter(({ at }) => at <= nearest.at);
    const begun = from ?? until[0]?.level ?? 0;
    const level = gainsOf(until, from).reduce((sum, { gained, corrected }) => sum + gained + corrected, begun);
    ages.set(post, (ages.get(post) ?? new Map<string, number>()).set(`${metric}_day_${age}`, level));
  }
}

/** Days of an individually tracked video, by day: its first level of each metric is where gains begin. */
export function reckonVideo(platform: Platform, looks: readonly SeenAccount[]): Map<string, Day> {
  const days = new Map<string, Day>();
  for (const { metric, told } of metricsOf(platform)) {
    for (const { at, gained } of gainsOf(bestOfEach(levelsOf(looks, 'v', told)), null)) {
      dayOf(days, dayAt(at))[metric] += gained;
    }
  }
  return withoutEmpty(days);
}

/** Each metric that is counted, and which one tells it: on TikTok a play is a view, and saves are none. */
function metricsOf(platform: Platform): { metric: Metric; told: Metric }[] {
  return metricNames.flatMap((metric) => {
    if (platform === 'instagram') return [{ metric, told: metric }];
    return metric === 'saves' ? [] : [{ metric, told: metric === 'plays' ? 'views' : metric }];
  });
}

function levelsOf(looks: readonly SeenAccount[], key: string, metric: Metric): Sourced[] {
  return looks.flatMap(({ at, source, posts }) =>
    (posts ?? []).filter((post) => post.key === key).map((post) => ({ at, source, told: post.levels[metric] })),
  );
}

function isNew([first]: readonly Best[], made: number, listings: readonly number[]): boolean {
  const before = listings.filter((listing) => first !== undefined && listing < first.at);
  return before.length > 0 && made >= Math.max(...before) - lateMs;
}

/** Of each day and metric the exact, then the most believed, then the highest. */
function bestReported(reported: readonly ReportedDay[], metric: Metric | 'followers'): Map<string, number> {
  const best = new Map<string, number>();
  for (const day of new Set(reported.map((one) => one.day))) {
    const told = reported.flatMap((one) => {
      const gain = one.gains[metric];
      return one.day === day && gain !== null ? [{ ...gain, worth: believed[one.source] }] : [];
    });
    const exact = told.filter(({ isRounded }) => !isRounded);
    const clearer = exact.length > 0 ? exact : told;
    const trusted = clearer.filter(({ worth }) => worth === Math.max(...clearer.map((one) => one.worth)));
    if (trusted.length > 0) best.set(day, Math.max(...trusted.map(({ gained }) => gained)));
  }
  return best;
}

function reckonReported(
  account: string,
  platform: Platform,
  looks: readonly SeenAccount[],
  reported: readonly ReportedDay[],
  days: Map<string, Day>,
): void {
  for (const { metric, told } of metricsOf(platform)) {
    const listed = looks
      .filter(({ posts }) => posts?.length === 0 || posts?.some(({ levels }) => levels[told] !== null))
      .map(({ at }) => dayAt(at))
      .sort();
    const [first, last] = [listed[0], listed.at(-1)];
    for (const [day, gained] of bestReported(reported, told)) {
      const isOwned = first !== undefined && last !== undefined && day > first && day <= last;
      if (!isOwned) dayOf(days, `${account} ${day}`)[metric] += gained;
    }
  }
}

/** Levels win; what days gained goes backwards from the first level, whose own day it tells too, and forwards from the last. */
function reckonFollowers(
  account: string,
  looks: readonly SeenAccount[],
  reported: readonly ReportedDay[],
  days: Map<string, Day>,
): void {
  const ofDays = looks.filter(({ at }) => at % (24 * hourMs) === 24 * hourMs - 1);
  const others = looks.filter((look) => !ofDays.includes(look));
  const ofDay = ({ at, source, profile }: SeenAccount) => {
    return { day: dayAt(at), source, followers: profile?.followers ?? null };
  };
  const best = bestOfEach([
    ...[...others, ...ofDays.filter((one) => !others.some((look) => isBetterOfDay(look, ofDay(one))))].map(
      ({ at, source, profile }) => ({ at, source, told: profile?.followers ?? null }),
    ),
    ...reported
      .filter((one) => !others.some((look) => isBetterOfDay(look, one)))
      .map(({ day, source, followers }) => ({ at: Date.parse(day) + 86_399_999, source, told: followers })),
  ]);
  const on = (day: string) => dayOf(days, `${account} ${day}`);
  const gained = bestReported(reported, 'followers');
  const [first, last] = [best[0], best.at(-1)];
  if (first === undefined || last === undefined) {
    for (const [day, gain] of gained) {
      on(day).followers_gained += gain;
      on(day).followers_first -= gain;
    }
    return;
  }
  const [firstDay, lastDay] = [dayAt(first.at), dayAt(last.at)];
  const ofLevels = gainsOf(best, null);
  const onFirst = ofLevels.filter(({ at }) => dayAt(at) === firstDay);
  for (const { at, gained: gain, corrected } of ofLevels.filter((one) => !onFirst.includes(one))) {
    on(dayAt(at)).followers_first += corrected;
    on(dayAt(at)).followers_gained += gain;
  }
  for (const [day, gain] of gained) if (day > lastDay) on(day).followers_gained += gain;
  const atEnd = onFirst.reduce((level, one) => level + one.gained + one.corrected, first.level);
  const backwards = [...gained].filter(([day]) => day <= firstDay);
  if (!gained.has(firstDay)) backwards.push([firstDay, onFirst.reduce((sum, one) => sum + one.gained, 0)]);
  for (const [day, gain] of backwards) on(day).followers_gained += gain;
  const begun = on([...backwards.map(([day]) => day)].sort()[0] ?? firstDay);
  begun.followers_first += backwards.reduce((level, [, gain]) => level - gain, atEnd);
  begun.follower_accounts += 1;
}

/** Whether a look at a profile is believed more than what is told of its day as a whole: exact before rounded, then by source. */
function isBetterOfDay(
  { at, source, profile }: SeenAccount,
  { day, source: by, followers }: Pick<ReportedDay, 'day' | 'source' | 'followers'>,
): boolean {
  const seen = profile?.followers ?? null;
  if (seen === null || followers === null || dayAt(at) !== day) return false;
  if ((seen.step === 0) !== (followers.step === 0)) return seen.step === 0;
  return believed[source] > believed[by];
}

interface Sourced {
  readonly at: number;
  readonly source: SeenAccount['source'];
  readonly told: Told;
}

interface Best {
  readonly at: number;
  readonly level: number;
  readonly step: number;
}

/** At one instant exact beats rounded, then the source, then the higher level. */
function bestOfEach(all: readonly Sourced[]): Best[] {
  const instants = [...new Set(all.filter(({ told }) => told !== null).map(({ at }) => at))].sort((a, b) => a - b);
  return instants.map((at) => {
    const those = all.flatMap((one) =>
      one.at === at && one.told !== null ? [{ ...one.told, source: one.source }] : [],
    );
    const exact = those.filter(({ step }) => step === 0);
    const clearer = exact.length > 0 ? exact : those;
    const rank = Math.max(...clearer.map(({ source }) => believed[source]));
    const trusted = clearer.filter(({ source }) => believed[source] === rank);
    const level = Math.max(...trusted.map((one) => one.level));
    const step = Math.min(...trusted.filter((one) => one.level === level).map((one) => one.step));
    return { at, level, step };
  });
}

function gainsOf(best: readonly Best[], from: number | null): { at: number; gained: number; corrected: number }[] {
  let base = from === null ? null : { level: from, step: 0 };
  const gains: { at: number; gained: number; corrected: number }[] = [];
  for (const { at, level, step } of best) {
    if (base === null) {
      base = { level, step };
      continue;
    }
    const difference: number = level - base.level;
    const rounding = Math.max(step, base.step);
    if (rounding === 0 || Math.abs(difference) > rounding) {
      gains.push({ at, gained: difference, corrected: 0 });
      base = { level, step };
    } else if (step === 0) {
      gains.push({ at, gained: 0, corrected: difference });
      base = { level, step };
    }
  }
  return gains;
}

function dayOf(days: Map<string, Day>, key: string): Day {
  const known = days.get(key);
  if (known !== undefined) return known;
  const day = {
    views: 0,
    plays: 0,
    likes: 0,
    comments: 0,
    shares: 0,
    saves: 0,
    followers_first: 0,
    follower_accounts: 0,
    followers_gained: 0,
  };
  days.set(key, day);
  return day;
}

function withoutEmpty(days: ReadonlyMap<string, Day>): Map<string, Day> {
  return new Map([...days].filter(([, day]) => Object.values(day).some((value) => value !== 0)));
}

function dayAt(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
