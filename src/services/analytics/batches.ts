import type { Call, Input, Reply } from '../../contract/port.ts';
import type { Platform } from '../../store/schema.ts';
import { addDays, dayOf } from '../calendar.ts';
import { batchMetrics, type Gains } from '../metrics.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveWindow, windowMeta } from '../window.ts';
import { type Batch, ownedIds, sumBatch } from './batch-days.ts';
import { standardPeriod } from './operations.ts';

const noGains: Gains = { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, saves: 0 };

/** POST /accounts/metrics */
export async function getAccountMetrics(
  { store, now }: ServiceContext,
  { body }: Input<'get_account_metrics'>,
  { caller }: Call,
): Promise<Reply<'get_account_metrics'>> {
  const window = resolveWindow(body, now(), standardPeriod);
  const ids = unique(body.account_ids);
  const { data, missing } = await metricsOf(store, caller.organizationId, { kind: 'accounts', ids }, ids, window);
  return { status: 200, body: { data, meta: { ...windowMeta(window), not_found: missing } } };
}

/** POST /videos/metrics */
export async function getVideoMetrics(
  { store, now }: ServiceContext,
  { body }: Input<'get_video_metrics'>,
  { caller }: Call,
): Promise<Reply<'get_video_metrics'>> {
  const window = resolveWindow(body, now(), standardPeriod);
  const ids = unique(body.video_ids);
  const { data, missing } = await metricsOf(store, caller.organizationId, { kind: 'videos', ids }, ids, window);
  return { status: 200, body: { data, meta: { ...windowMeta(window), not_found: missing } } };
}

/** POST /account-videos/metrics. Ids are one sequence over both platforms, so the answer's keys never meet. */
export async function getAccountVideoMetrics(
  { store, now }: ServiceContext,
  { body }: Input<'get_account_video_metrics'>,
  { caller }: Call,
): Promise<Reply<'get_account_video_metrics'>> {
  const window = resolveWindow(body, now(), standardPeriod);
  const of = (platform: Platform, given: readonly number[]) => {
    const ids = unique(given);
    return metricsOf(store, caller.organizationId, { kind: 'account_videos', platform, ids }, ids, window);
  };
  const instagram = await of('instagram', body.instagram_post_ids);
  const tiktok = await of('tiktok', body.tiktok_video_ids);
  const not_found = { instagram_post_ids: instagram.missing, tiktok_video_ids: tiktok.missing };
  return {
    status: 200,
    body: { data: { ...instagram.data, ...tiktok.data }, meta: { ...windowMeta(window), not_found } },
  };
}

/** POST /videos/deltas: views gained in the last N complete UTC days, for each N. */
export async function getVideoDeltas(
  { store, now }: ServiceContext,
  { body }: Input<'get_video_deltas'>,
  { caller }: Call,
): Promise<Reply<'get_video_deltas'>> {
  const ids = unique(body.video_ids);
  const windows = unique(body.windows);
  const batch: Batch = { kind: 'videos', ids };
  const owned = await ownedIds(store, caller.organizationId, batch);
  const found = ids.filter((id) => owned.has(id));
  const data: Record<string, Record<string, number>> = Object.fromEntries(found.map((id) => [id, {}]));
  const end = addDays(dayOf(now()), -1);
  for (const days of windows) {
    const sums = await sumBatch(store, caller.organizationId, batch, { start: addDays(end, 1 - days), end });
    for (const id of found) data[id] = { ...data[id], [`${days}d`]: sums.get(id)?.views ?? 0 };
  }
  const not_found = ids.filter((id) => !owned.has(id));
  return { status: 200, body: { data, meta: { windows, video_count: found.length, not_found } } };
}

async function metricsOf<Id extends string | number>(
  store: ServiceContext['store'],
  organizationId: string,
  batch: Batch,
  ids: readonly Id[],
  span: { start: string; end: string },
) {
  const owned = await ownedIds(store, organizationId, batch);
  const sums = await sumBatch(store, organizationId, batch, span);
  const found = ids.filter((id) => owned.has(id));
  const data = Object.fromEntries(found.map((id) => [String(id), batchMetrics(sums.get(id) ?? noGains)]));
  return { data, missing: ids.filter((id) => !owned.has(id)) };
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
