import type { z } from 'zod';
import type { windowChanges, windowTotals } from '../../contract/resources/metrics.ts';
import type { Store } from '../../store/store.ts';
import { knownMeta } from '../known.ts';
import { changePercent, shownGains } from '../metrics.ts';
import { type Window, windowMeta } from '../window.ts';
import { type AccountsOf, basisOf } from './basis.ts';
import { type DaysOf, followersBefore, readDays, type SpanTotals, sumDays } from './days.ts';
import { series } from './series.ts';
import type { Subject } from './subject.ts';
import { unobservedDays } from './unobserved.ts';

type Reader = Pick<Store, 'dialect' | 'read'>;
type Totals = z.output<typeof windowTotals>;
type Changes = z.output<typeof windowChanges>;

/** The points of a window with the window's facts. */
export async function timeseriesOf(store: Reader, subject: Subject, window: Window) {
  const { organizationId, days, savesKnown, hasFollowers } = subject;
  const rows = await readDays(store, organizationId, days, window);
  const before = hasFollowers
    ? await followersBefore(store, organizationId, days, window.start)
    : { known: 0, level: 0 };
  const unobserved = days.kind === 'account' ? await unobservedDays(store, organizationId, days.id, window) : [];
  const facts = await measuredMeta(store, window, subject, window);
  const meta = { ...facts, ...(unobserved.length > 0 && { unobserved: [...unobserved] }) };
  return { data: series(window, rows, before, savesKnown), meta };
}

/** The facts of a window of a subject, whose answer holds the days of a span. */
async function measuredMeta(store: Reader, window: Window, { organizationId, days, known }: Subject, span: Span) {
  const accounts = accountsOf(days);
  const basis = accounts === null ? {} : await basisOf(store, organizationId, accounts, known, span);
  return { ...windowMeta(window), ...knownMeta(known), ...basis };
}

interface Span {
  readonly start: string;
  readonly end: string;
}

/** The accounts behind some days; null where they are a post's, of which nothing is reported. */
function accountsOf(days: DaysOf): AccountsOf | null {
  switch (days.kind) {
    case 'organization':
      return { kind: 'organization' };
    case 'creator':
      return { kind: 'creators', ids: [days.id] };
    case 'account':
      return { kind: 'accounts', ids: [days.id] };
    case 'video':
    case 'account_video':
      return null;
  }
}

/** Totals of a window and of the one before, and the change between them. */
export async function analyticsOf(store: Reader, subject: Subject, window: Window) {
  const { organizationId, days } = subject;
  const totals = shownTotals(await sumDays(store, organizationId, days, window), subject);
  const previous = shownTotals(await sumDays(store, organizationId, days, window.previous), subject);
  const data = { totals, previous, changes: changesBetween(totals, previous) };
  const span = { start: window.previous.start, end: window.end };
  return { data, meta: await measuredMeta(store, window, subject, span) };
}

function shownTotals(sums: SpanTotals, { savesKnown, hasFollowers }: Subject): Totals {
  return { ...shownGains(sums, savesKnown), followers_gained: hasFollowers ? sums.followers_gained : null };
}

function changesBetween(current: Totals, previous: Totals): Changes {
  const change = (metric: keyof Totals) => changePercent(current[metric], previous[metric]);
  return {
    views_pct: change('views'),
    plays_pct: change('plays'),
    likes_pct: change('likes'),
    comments_pct: change('comments'),
    shares_pct: change('shares'),
    saves_pct: change('saves'),
    engagement_pct: change('engagement'),
    engagement_rate_pct: change('engagement_rate'),
    followers_gained_pct: change('followers_gained'),
  };
}
