import type { Kysely, Selectable } from 'kysely';
import { type Gains, noGains } from '../observations/counts.ts';
import { followersBit, metrics, unknownLevels, unknownOf } from '../observations/metrics.ts';
import { type Beside, type DaysBeside, daysBeside, isOfDay } from '../observations/reported.ts';
import { originRanks } from '../origin-ranks.ts';
import type { AccountLookRow, AccountReportedDayRow, AccountRow, FollowerColumns, Schema } from '../schema.ts';
import { allLooks, type LastLooks, stepsOf } from './looks.ts';
import { reportedDaysOf } from './reported-days.ts';

type Account = Selectable<Schema['accounts']>;

/** Looks that are new: one after all others, or all before and after. */
export type LookedAnew =
  | { readonly last: LastLooks; readonly row: AccountLookRow }
  | { readonly before: readonly AccountLookRow[]; readonly after: readonly AccountLookRow[] };

/** What is known of an account beside its posts. */
export interface KnownBeside {
  readonly looks: readonly AccountLookRow[];
  readonly reported: readonly AccountReportedDayRow[];
}

/** Where an account stands by what is known of it beside its posts, and what that changes of its days. */
export interface Standing {
  readonly columns: Partial<
    Pick<
      AccountRow,
      'first_scrape_time' | 'last_scrape_time' | 'follower_count' | 'following_count' | 'profile_post_count'
    > & { reported_metrics: number }
  >;
  readonly followers: ReadonlyMap<string, FollowerColumns>;
  readonly reported: {
    readonly days: ReadonlyMap<string, Gains>;
    /** Those of which something else counts than before. */
    readonly rows: readonly AccountReportedDayRow[];
  };
  /** Bits of what is unknown of it whatever its posts tell. */
  readonly unknown: number;
}

/** Where new looks leave an account. */
export async function standingAfter(db: Kysely<Schema>, account: Account, looks: LookedAnew): Promise<Standing> {
  const reported = account.reported_metrics === 0 ? [] : await reportedDaysOf(db, account);
  if ('before' in looks) {
    return wholeStanding(db, account, { looks: looks.before, reported }, { looks: looks.after, reported });
  }
  const { row, last } = looks;
  if (reported.length === 0 && row.steps === null && Number(last.follower_steps) === 0 && !isOfDay(row.at)) {
    return nextStanding(account, row, last);
  }
  const after = await allLooks(db, account);
  const before = after.filter(({ at }) => at !== row.at);
  return wholeStanding(db, account, { looks: before, reported }, { looks: after, reported });
}

function nextStanding(account: Account, row: AccountLookRow, last: LastLooks): Standing {
  const isFirst = last.follower_steps === null;
  const day = iso(row.at).slice(0, 10);
  const { followers } = row;
  const steps: FollowerColumns = isFirst
    ? { followers_first: followers ?? 0, follower_accounts: followers === null ? 0 : 1, followers_gained: 0 }
    : {
        followers_first: 0,
        follower_accounts: 0,
        followers_gained: (followers ?? account.follower_count) - account.follower_count,
      };
  return {
    columns: {
      first_scrape_time: account.first_scrape_time ?? iso(row.at),
      last_scrape_time: iso(row.at),
      ...(followers !== null && { follower_count: followers }),
      ...(row.following !== null && { following_count: row.following }),
      ...(row.posts !== null && { profile_post_count: row.posts }),
    },
    followers: new Map([[day, steps]]),
    reported: { days: new Map(), rows: [] },
    unknown: isFirst && followers === null ? followersBit : 0,
  };
}

/** Made anew from all that was and is known beside posts. */
export async function wholeStanding(
  db: Kysely<Schema>,
  account: Account,
  before: KnownBeside,
  after: KnownBeside,
): Promise<Standing> {
  const belief = await originRanks(db, account.organization_id);
  const { rank } = belief;
  const beside = ({ looks, reported }: KnownBeside): Beside => ({
    listings: looks,
    followers: looks.map(({ at, origin, followers, steps }) => ({
      at,
      rank: rank(origin),
      followers,
      step: stepsOf(steps),
    })),
    reported,
  });
  const is = daysBeside(beside(after), belief);
  const was = daysBeside(beside(before), belief);
  const ascending = after.looks.toSorted((a, b) => a.at - b.at || rank(a.origin) - rank(b.origin));
  const days = [...is.followers.values()];
  const isLevelKnown = days.some(({ follower_accounts }) => follower_accounts > 0);
  const level = days.reduce((sum, day) => sum + day.followers_first + day.followers_gained, 0);
  return {
    columns: {
      ...seenBetween(after),
      follower_count: level,
      following_count: lastOf(ascending, rank, ({ following }) => following) ?? 0,
      profile_post_count: lastOf(ascending, rank, ({ posts }) => posts) ?? 0,
      reported_metrics: toldByReports(after.reported),
    },
    followers: followerChanges(is, was),
    reported: { days: gainChanges(is, was), rows: recounted(after.reported, is) },
    unknown: unknownBeside(account, after, isLevelKnown),
  };
}

/** When something was first and last known: what is reported of a day is as of its beginning. */
function seenBetween({ looks, reported }: KnownBeside) {
  const instants = [...looks.map(({ at }) => at), ...reported.map(({ day }) => Date.parse(day))].sort((a, b) => a - b);
  const [first, last] = [instants[0], instants.at(-1)];
  return {
    first_scrape_time: first === undefined ? null : iso(first),
    last_scrape_time: last === undefined ? null : iso(last),
  };
}

/** Followers without a level; and all of posts where days are reported and none was ever listed. */
function unknownBeside({ platform }: Account, { looks, reported }: KnownBeside, isLevelKnown: boolean): number {
  const isSeen = looks.length > 0 || reported.length > 0;
  const followers = isSeen && !isLevelKnown ? followersBit : 0;
  const isListed = looks.some(({ listing }) => listing > 0);
  return reported.length > 0 && !isListed ? followers | unknownOf(platform, unknownLevels) : followers;
}

/** The metrics that reports tell, as bits; followers where they tell a gain of them. */
function toldByReports(rows: readonly AccountReportedDayRow[]): number {
  const told = (row: AccountReportedDayRow) =>
    metrics.reduce((bits, metric, at) => (row[metric] === null ? bits : bits | (1 << at)), 0) |
    (row.followers === null && row.followers_gained === null ? 0 : followersBit);
  return rows.reduce((bits, row) => bits | told(row), 0);
}

function recounted(rows: readonly AccountReportedDayRow[], { counted }: DaysBeside): AccountReportedDayRow[] {
  return rows.flatMap((row) => {
    const bits = counted.get(row) ?? 0;
    return bits === row.counted ? [] : [{ ...row, counted: bits }];
  });
}

/** The last known count of some looks; of equally believed ones of one instant the higher. */
function lastOf(
  ascending: readonly AccountLookRow[],
  rank: (origin: number) => number,
  count: (look: AccountLookRow) => number | null,
): number | null {
  const last = ascending.findLast((look) => count(look) !== null);
  if (last === undefined) return null;
  const peers = ascending.filter(({ at, origin }) => at === last.at && rank(origin) === rank(last.origin));
  return Math.max(...peers.map((look) => count(look) ?? 0));
}

function followerChanges(is: DaysBeside, was: DaysBeside): ReadonlyMap<string, FollowerColumns> {
  const days = new Map<string, FollowerColumns>();
  for (const day of new Set([...is.followers.keys(), ...was.followers.keys()])) {
    const [a, b] = [is.followers.get(day), was.followers.get(day)];
    days.set(day, {
      followers_first: (a?.followers_first ?? 0) - (b?.followers_first ?? 0),
      follower_accounts: (a?.follower_accounts ?? 0) - (b?.follower_accounts ?? 0),
      followers_gained: (a?.followers_gained ?? 0) - (b?.followers_gained ?? 0),
    });
  }
  return days;
}

function gainChanges(is: DaysBeside, was: DaysBeside): ReadonlyMap<string, Gains> {
  const days = new Map<string, Gains>([...is.gains].map(([day, gains]) => [day, { ...gains }]));
  for (const [day, gains] of was.gains) {
    const change = days.get(day) ?? noGains();
    for (const metric of metrics) change[metric] -= gains[metric];
    days.set(day, change);
  }
  return days;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
