import { followersBit, gainOf, type Metric, metrics, profileLevel } from '../observations/metrics.ts';
import type { AccountReportedDayRow, AccountRow } from '../schema.ts';

/** What a source reports of an account's UTC day. What it does not tell is absent or null. */
export interface ReportedDayObservation {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** What each metric gained on that day; may be below 0. On TikTok a play is a view (contract §2). */
  readonly gains?: Readonly<Partial<Record<Metric, number | null>>>;
  /** The level at the end of the day. */
  readonly followers?: number | null;
  /** Its rounding step where it is rounded: `1.2M` has 100,000. */
  readonly followers_rounded?: number;
  readonly followers_gained?: number | null;
  /** The gains that are rounded. */
  readonly rounded?: readonly (Metric | 'followers_gained')[];
}

/** The row of a reported day; null where it is no day or nothing of it can be read. */
export function readReportedDay(
  { id, organization_id, platform }: AccountRow,
  origin: number,
  observed: ReportedDayObservation,
): AccountReportedDayRow | null {
  if (!isDay(observed.day)) return null;
  const given = { ...observed.gains, ...(platform === 'tiktok' && { plays: observed.gains?.views, saves: null }) };
  const gain = (metric: Metric) => gainOf(metric, given[metric]);
  const followers = profileLevel(observed.followers);
  const step = observed.followers_rounded ?? 0;
  const row = {
    views: gain('views'),
    plays: gain('plays'),
    likes: gain('likes'),
    comments: gain('comments'),
    shares: gain('shares'),
    saves: gain('saves'),
    followers,
    followers_gained: gainOf('views', observed.followers_gained),
  };
  if (Object.values(row).every((told) => told === null)) return null;
  const rounded = new Set(observed.rounded ?? []);
  const isRounded = (metric: Metric) => rounded.has(platform === 'tiktok' && metric === 'plays' ? 'views' : metric);
  // What is unknown is not rounded: else the order of arrival would decide what is kept.
  const bits = metrics.reduce(
    (all, metric, at) => (row[metric] !== null && isRounded(metric) ? all | (1 << at) : all),
    0,
  );
  const isGainRounded = row.followers_gained !== null && rounded.has('followers_gained');
  return {
    organization_id,
    account_id: id,
    day: observed.day,
    origin,
    ...row,
    followers_step: followers !== null && Number.isSafeInteger(step) && step > 0 ? step : 0,
    rounded: bits | (isGainRounded ? followersBit : 0),
    counted: 0,
  };
}

/** No platform is older. */
const oldest = '2010-01-01';

function isDay(day: unknown): day is string {
  if (typeof day !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(day) || day < oldest) return false;
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === day;
}

/** Of two rows of one origin and day, what both tell: of each metric the exact, then the higher. */
export function mergedDay(a: AccountReportedDayRow, b: AccountReportedDayRow): AccountReportedDayRow {
  const merged = { ...a };
  const columns = [...metrics, 'followers_gained'] as const;
  columns.forEach((column, at) => {
    const bit = 1 << at;
    if (!isBetter(b, a, column, bit)) return;
    merged[column] = b[column];
    merged.rounded = (merged.rounded & ~bit) | (b.rounded & bit);
  });
  const isOther = a.followers === null || (b.followers !== null && isBetterLevel(b, a));
  return isOther ? { ...merged, followers: b.followers, followers_step: b.followers_step } : merged;
}

function isBetter(
  one: AccountReportedDayRow,
  other: AccountReportedDayRow,
  column: Metric | 'followers_gained',
  bit: number,
): boolean {
  const [a, b] = [one[column], other[column]];
  if (a === null || b === null) return a !== null;
  const [isRounded, wasRounded] = [(one.rounded & bit) !== 0, (other.rounded & bit) !== 0];
  return isRounded === wasRounded ? a > b : wasRounded;
}

function isBetterLevel(one: AccountReportedDayRow, other: AccountReportedDayRow): boolean {
  const [isExact, wasExact] = [one.followers_step === 0, other.followers_step === 0];
  if (isExact !== wasExact) return isExact;
  if (one.followers !== other.followers) return (one.followers ?? 0) > (other.followers ?? 0);
  return one.followers_step < other.followers_step;
}
