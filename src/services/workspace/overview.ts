import type { Call, Input, Reply } from '../../contract/port.ts';
import { statement } from '../../store/statement.ts';
import type { Store } from '../../store/store.ts';
import { basisOf } from '../analytics/basis.ts';
import { overviewPeriod } from '../analytics/operations.ts';
import { sharedPosts } from '../analytics/shared-posts.ts';
import { organizationSubject } from '../analytics/subject.ts';
import { addDays, dayOf, startOf } from '../calendar.ts';
import { importMark } from '../import-mark.ts';
import { knownMeta } from '../known.ts';
import { changePercent, engagementRate } from '../metrics.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveWindow, type Window, windowMeta } from '../window.ts';

/**
 * GET /overview. Views and engagement are sums of the window's days. The counts are those at the end of each window, of
 * what is tracked now: a window that ends yesterday or today goes on to this moment, so that its counts are those of the
 * lists.
 */
export async function getOverview(
  { store, now }: ServiceContext,
  { query }: Input<'get_overview'>,
  { caller }: Call,
): Promise<Reply<'get_overview'>> {
  const window = resolveWindow(query, now(), overviewPeriod);
  const isOpen = window.end >= addDays(dayOf(now()), -1);
  const sums = await readSums(store, caller.organizationId, window, isOpen);
  const current = sideOf(sums, 'current');
  const previous = sideOf(sums, 'previous');
  const change = (metric: keyof typeof current) => changePercent(current[metric], previous[metric]);
  const changes = {
    total_views_pct: change('total_views'),
    engagement_rate_pct: change('engagement_rate'),
    active_accounts_pct: change('active_accounts'),
    account_videos_pct: change('account_videos'),
    tracked_videos_pct: change('tracked_videos'),
  };
  const data = { type: 'overview' as const, current, previous, changes };
  const { known } = await organizationSubject(store.read, caller.organizationId);
  const shared_posts = await sharedPosts(store, caller.organizationId);
  const span = { start: window.previous.start, end: window.end };
  const basis = await basisOf(store, caller.organizationId, { kind: 'organization' }, known, span);
  const importing = await importMark(store, caller.organizationId);
  const meta = { ...windowMeta(window), ...knownMeta(known), ...basis, shared_posts, ...importing };
  return { status: 200, body: { data, meta } };
}

type Side = 'current' | 'previous';
type Sums = Readonly<Record<`${Side}_${'views' | 'engagement' | 'accounts' | 'posts' | 'videos'}`, number>>;

function sideOf(sums: Sums, side: Side) {
  const views = sums[`${side}_views`];
  return {
    total_views: views,
    engagement_rate: engagementRate(sums[`${side}_engagement`], views),
    active_accounts: sums[`${side}_accounts`],
    account_videos: sums[`${side}_posts`],
    tracked_videos: sums[`${side}_videos`],
  };
}

/** After every day and instant there is: a window that is still open leaves nothing out. */
const endOfTime = '9999-12-31';

async function readSums(store: Store, organizationId: string, window: Window, isOpen: boolean): Promise<Sums> {
  const { previous, start, end } = window;
  // The first day that no longer counts, of each window.
  const after = isOpen ? endOfTime : addDays(end, 1);
  const until = isOpen ? endOfTime : startOf(after);
  const previousUntil = startOf(start);
  const [sums] = await sumsOf(store, [
    ...[start, start, start, start, organizationId, previous.start, end],
    ...[until, previousUntil, organizationId],
    ...[after, organizationId, start],
    ...[until, previousUntil, organizationId],
  ]);
  if (sums === undefined) throw new Error('Sums without a group are one row');
  return sums;
}

/**
 * Both windows at once, as they follow each other. Accounts are those that are active now and were first seen by then,
 * or added where nothing was seen yet: when one was paused in between is not kept. Posts are all there are on the accounts that are tracked now, less those made
 * after. Videos are those individually tracked by then.
 */
const sumsOf = statement<Sums>(`
  select current_views, previous_views, current_engagement, previous_engagement, current_accounts, previous_accounts,
    posts - current_newer as current_posts, posts - previous_newer as previous_posts, current_videos, previous_videos
  from (
    select coalesce(sum(views) filter (where day >= ?), 0) as current_views,
      coalesce(sum(views) filter (where day < ?), 0) as previous_views,
      coalesce(sum(likes + comments + shares) filter (where day >= ?), 0) as current_engagement,
      coalesce(sum(likes + comments + shares) filter (where day < ?), 0) as previous_engagement
    from organization_days where organization_id = ? and day >= ? and day <= ?
  ) as days cross join (
    select count(*) filter (where is_active = 1 and coalesce(first_scrape_time, added_at) < ?) as current_accounts,
      count(*) filter (where is_active = 1 and coalesce(first_scrape_time, added_at) < ?) as previous_accounts,
      coalesce(sum(total_post_count), 0) as posts
    from accounts where organization_id = ?
  ) as tracked cross join (
    select coalesce(sum(posts) filter (where day >= ?), 0) as current_newer, coalesce(sum(posts), 0) as previous_newer
    from organization_post_days where organization_id = ? and day >= ?
  ) as newer cross join (
    select count(*) filter (where added_at < ?) as current_videos,
      count(*) filter (where added_at < ?) as previous_videos
    from videos where organization_id = ?
  ) as individual`);
