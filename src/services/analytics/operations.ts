import type { Call, Input, Reply } from '../../contract/port.ts';
import { addDays } from '../calendar.ts';
import { importMark } from '../import-mark.ts';
import type { ServiceContext } from '../service-context.ts';
import { type FixedPeriod, resolveWindow, type WindowRequest } from '../window.ts';
import { followersBefore } from './days.ts';
import { sharedPostsOfCreator } from './shared-posts.ts';
import {
  accountSubject,
  accountVideoSubject,
  creatorSubject,
  organizationSubject,
  type Subject,
  videoSubject,
} from './subject.ts';
import { analyticsOf, timeseriesOf } from './windows.ts';

/** The window of everything but the overview when none is asked for. */
export const standardPeriod: FixedPeriod = '30d';
/** The overview's (contract §2). */
export const overviewPeriod: FixedPeriod = '7d';

type Find = (db: ServiceContext['store']['read'], organizationId: string) => Promise<Subject>;

export async function getAccountTimeseries(
  context: ServiceContext,
  { params, query }: Input<'get_account_timeseries'>,
  call: Call,
): Promise<Reply<'get_account_timeseries'>> {
  const body = await timeseries(context, call, query, (db, of) => accountSubject(db, of, params.account_id));
  return { status: 200, body };
}

export async function getAccountAnalytics(
  context: ServiceContext,
  { params, query }: Input<'get_account_analytics'>,
  call: Call,
): Promise<Reply<'get_account_analytics'>> {
  const found = await analytics(context, call, query, (db, of) => accountSubject(db, of, params.account_id));
  const data = { id: params.account_id, type: 'account_analytics' as const, ...found.data };
  return { status: 200, body: { data, meta: found.meta } };
}

export async function getCreatorTimeseries(
  context: ServiceContext,
  { params, query }: Input<'get_creator_timeseries'>,
  call: Call,
): Promise<Reply<'get_creator_timeseries'>> {
  const body = await timeseries(context, call, query, (db, of) => creatorSubject(db, of, params.creator_id));
  return { status: 200, body };
}

export async function getCreatorAnalytics(
  context: ServiceContext,
  { params, query }: Input<'get_creator_analytics'>,
  call: Call,
): Promise<Reply<'get_creator_analytics'>> {
  const found = await analytics(context, call, query, (db, of) => creatorSubject(db, of, params.creator_id));
  const whose = { kind: 'creator', id: params.creator_id } as const;
  const level = await followersBefore(
    context.store,
    call.caller.organizationId,
    whose,
    addDays(found.meta.end_date, 1),
  );
  const followers = level.known > 0 ? level.level : null;
  const data = { id: params.creator_id, type: 'creator_analytics' as const, followers, ...found.data };
  const shared_posts = await sharedPostsOfCreator(context.store, call.caller.organizationId, params.creator_id);
  const importing = await importMark(context.store, call.caller.organizationId);
  return { status: 200, body: { data, meta: { ...found.meta, shared_posts, ...importing } } };
}

export async function getVideoTimeseries(
  context: ServiceContext,
  { params, query }: Input<'get_video_timeseries'>,
  call: Call,
): Promise<Reply<'get_video_timeseries'>> {
  const body = await timeseries(context, call, query, (db, of) => videoSubject(db, of, params.video_id));
  return { status: 200, body };
}

export async function getVideoAnalytics(
  context: ServiceContext,
  { params, query }: Input<'get_video_analytics'>,
  call: Call,
): Promise<Reply<'get_video_analytics'>> {
  const found = await analytics(context, call, query, (db, of) => videoSubject(db, of, params.video_id));
  const data = { id: params.video_id, type: 'video_analytics' as const, ...found.data };
  return { status: 200, body: { data, meta: found.meta } };
}

export async function getAccountVideoTimeseries(
  context: ServiceContext,
  { params, query }: Input<'get_account_video_timeseries'>,
  call: Call,
): Promise<Reply<'get_account_video_timeseries'>> {
  const { platform, account_video_id } = params;
  const body = await timeseries(context, call, query, (db, of) =>
    accountVideoSubject(db, of, platform, account_video_id),
  );
  return { status: 200, body };
}

export async function getOverviewTimeseries(
  context: ServiceContext,
  { query }: Input<'get_overview_timeseries'>,
  call: Call,
): Promise<Reply<'get_overview_timeseries'>> {
  const window = resolveWindow(query, context.now(), overviewPeriod);
  const subject = await organizationSubject(context.store.read, call.caller.organizationId);
  return { status: 200, body: await timeseriesOf(context.store, subject, window) };
}

async function timeseries({ store, now }: ServiceContext, { caller }: Call, query: WindowRequest, find: Find) {
  const window = resolveWindow(query, now(), standardPeriod);
  return await timeseriesOf(store, await find(store.read, caller.organizationId), window);
}

async function analytics({ store, now }: ServiceContext, { caller }: Call, query: WindowRequest, find: Find) {
  const window = resolveWindow(query, now(), standardPeriod);
  return await analyticsOf(store, await find(store.read, caller.organizationId), window);
}
