import { type Kysely, sql } from 'kysely';
import type { Call, Input, Reply } from '../../contract/port.ts';
import type { Schema } from '../../store/schema.ts';
import { sumDays } from '../analytics/days.ts';
import { overviewPeriod } from '../analytics/operations.ts';
import { addDays, dayOf, startOf } from '../calendar.ts';
import { changePercent, engagementOf, engagementRate } from '../metrics.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveWindow, windowMeta } from '../window.ts';

/** A span of days, and the first moment that no longer counts to it; null = it goes on to now. */
interface Span {
  readonly start: string;
  readonly end: string;
  readonly until: string | null;
}

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
  const current = await sideOf(store.read, caller.organizationId, { ...window, until: isOpen ? null : after(window) });
  const previous = await sideOf(store.read, caller.organizationId, {
    ...window.previous,
    until: after(window.previous),
  });
  const change = (metric: keyof typeof current) => changePercent(current[metric], previous[metric]);
  const changes = {
    total_views_pct: change('total_views'),
    engagement_rate_pct: change('engagement_rate'),
    active_accounts_pct: change('active_accounts'),
    account_videos_pct: change('account_videos'),
    tracked_videos_pct: change('tracked_videos'),
  };
  const data = { type: 'overview' as const, current, previous, changes };
  return { status: 200, body: { data, meta: windowMeta(window) } };
}

function after({ end }: { end: string }): string {
  return startOf(addDays(end, 1));
}

async function sideOf(db: Kysely<Schema>, organizationId: string, span: Span) {
  const sums = await sumDays(db, organizationId, { kind: 'organization' }, span);
  return {
    total_views: sums.views,
    engagement_rate: engagementRate(engagementOf(sums), sums.views),
    active_accounts: await activeAccounts(db, organizationId, span.until),
    account_videos: await accountVideos(db, organizationId, span.until),
    tracked_videos: await trackedVideos(db, organizationId, span.until),
  };
}

/** Accounts that are active now and were tracked by then: when one was paused in between is not kept. */
async function activeAccounts(db: Kysely<Schema>, organizationId: string, until: string | null): Promise<number> {
  const { rows } = await db
    .selectFrom('accounts')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('organization_id', '=', organizationId)
    .where('is_active', '=', 1)
    .$if(until !== null, (query) => query.where('added_at', '<', until))
    .executeTakeFirstOrThrow();
  return rows;
}

/** Posts made by then on the accounts that are tracked now: all there are, less the newer ones, which are few. */
async function accountVideos(db: Kysely<Schema>, organizationId: string, until: string | null): Promise<number> {
  const { posts } = await db
    .selectFrom('accounts')
    .select(sql<number>`coalesce(sum(total_post_count), 0)`.as('posts'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  if (until === null) return posts;
  const { newer } = await db
    .selectFrom('account_videos')
    .select(({ fn }) => fn.countAll<number>().as('newer'))
    .where('organization_id', '=', organizationId)
    .where('create_time', '>=', until)
    .executeTakeFirstOrThrow();
  return posts - newer;
}

/** Individually tracked videos that were tracked by then. */
async function trackedVideos(db: Kysely<Schema>, organizationId: string, until: string | null): Promise<number> {
  const { rows } = await db
    .selectFrom('videos')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('organization_id', '=', organizationId)
    .$if(until !== null, (query) => query.where('added_at', '<', until))
    .executeTakeFirstOrThrow();
  return rows;
}
