import { readAccountVideoUuid } from '../../contract/account-video-id.ts';
import { platform } from '../../contract/fields.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import type { Platform } from '../../store/schema.ts';
import { addDays, dayOf } from '../calendar.ts';
import { knownById, knownMeta, knownOf, type Seen } from '../known.ts';
import { batchMetrics, type Gains } from '../metrics.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveWindow, windowMeta } from '../window.ts';
import { basisOf } from './basis.ts';
import { type Batch, owned, sumBatch } from './batch-days.ts';
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
  const batch = { kind: 'accounts', ids } as const;
  const { data, missing, seen } = await metricsOf(store, caller.organizationId, batch, ids, window);
  const known = knownOf(seen.map(([, one]) => one));
  const basis = await basisOf(store, caller.organizationId, batch, known, window);
  const meta = { ...windowMeta(window), ...batchFacts(seen), ...basis, not_found: missing };
  return { status: 200, body: { data, meta } };
}

/** POST /videos/metrics */
export async function getVideoMetrics(
  { store, now }: ServiceContext,
  { body }: Input<'get_video_metrics'>,
  { caller }: Call,
): Promise<Reply<'get_video_metrics'>> {
  const window = resolveWindow(body, now(), standardPeriod);
  const ids = unique(body.video_ids);
  const { data, missing, seen } = await metricsOf(store, caller.organizationId, { kind: 'videos', ids }, ids, window);
  return { status: 200, body: { data, meta: { ...windowMeta(window), ...batchFacts(seen), not_found: missing } } };
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
  const not_found = [...instagram.missing, ...tiktok.missing];
  const not_found_by_platform = { instagram_post_ids: instagram.missing, tiktok_video_ids: tiktok.missing };
  return {
    status: 200,
    body: {
      data: { ...instagram.data, ...tiktok.data },
      meta: {
        ...windowMeta(window),
        ...batchFacts([...instagram.seen, ...tiktok.seen]),
        not_found,
        not_found_by_platform,
      },
    },
  };
}

/** POST /videos/deltas: views gained in the last N complete UTC days, for each N. */
export async function getVideoDeltas(
  { store, now }: ServiceContext,
  { body }: Input<'get_video_deltas'>,
  { caller }: Call,
): Promise<Reply<'get_video_deltas'>> {
  const given = unique(body.video_ids);
  const windows = unique(body.windows);
  const end = addDays(dayOf(now()), -1);
  const deltas = new Map<string, Delta>();
  for (const named of batchesOf(given)) {
    for (const [name, delta] of await deltasOf(store, caller.organizationId, named, windows, end)) {
      deltas.set(name, delta);
    }
  }
  const found = given.flatMap((name) => {
    const delta = deltas.get(String(name));
    return delta === undefined ? [] : [[String(name), delta] as const];
  });
  const not_found = given.filter((name) => !deltas.has(String(name)));
  return {
    status: 200,
    body: {
      data: Object.fromEntries(found.map(([name, { gained }]) => [name, gained])),
      meta: {
        windows,
        video_count: found.length,
        not_found,
        ...batchFacts(found.map(([name, { seen }]) => [name, seen])),
      },
    },
  };
}

interface Delta {
  readonly gained: Readonly<Record<string, number>>;
  readonly seen: Seen;
}

/** What each of a batch gained in each window, under every name that the request has for it. */
async function deltasOf(
  store: ServiceContext['store'],
  organizationId: string,
  { batch, names }: NamedBatch,
  windows: readonly number[],
  end: string,
): Promise<readonly (readonly [string, Delta])[]> {
  const known = await owned(store, organizationId, batch);
  const sums: ReadonlyMap<string | number, Gains>[] = [];
  for (const days of windows) {
    sums.push(await sumBatch(store, organizationId, batch, { start: addDays(end, 1 - days), end }));
  }
  return [...known].flatMap(([id, seen]) => {
    const gained = Object.fromEntries(windows.map((days, at) => [`${days}d`, sums[at]?.get(id)?.views ?? 0]));
    return (names.get(id) ?? []).map((name) => [name, { gained, seen }] as const);
  });
}

/** Ids of one kind, and what a request called each of them. */
interface NamedBatch {
  readonly batch: Batch;
  readonly names: ReadonlyMap<string | number, readonly string[]>;
}

/** Sorts ids of any kind by what they name. A bare integer is of either platform: both draw from one sequence. */
function batchesOf(given: readonly (string | number)[]): readonly NamedBatch[] {
  const named = given.flatMap((name): { kind: 'videos' | Platform; id: string | number; name: string }[] => {
    if (typeof name === 'number') {
      return platform.options.map((kind) => ({ kind, id: name, name: String(name) }));
    }
    const post = readAccountVideoUuid(name);
    return [post === null ? { kind: 'videos', id: name, name } : { kind: post.platform, id: post.id, name }];
  });
  return [...Map.groupBy(named, ({ kind }) => kind)].map(([kind, entries]) => {
    const byId = Map.groupBy(entries, ({ id }) => id);
    const ids = [...byId.keys()];
    const names = new Map([...byId].map(([id, of]) => [id, of.map(({ name }) => name)]));
    return {
      batch:
        kind === 'videos'
          ? { kind, ids: ids.filter((id) => typeof id === 'string') }
          : { kind: 'account_videos', platform: kind, ids: ids.filter((id) => typeof id === 'number') },
      names,
    };
  });
}

async function metricsOf<Id extends string | number>(
  store: ServiceContext['store'],
  organizationId: string,
  batch: Batch,
  ids: readonly Id[],
  span: { start: string; end: string },
) {
  const known = await owned(store, organizationId, batch);
  const sums = await sumBatch(store, organizationId, batch, span);
  const found = ids.filter((id) => known.has(id));
  const seen = [...known].map(([id, one]) => [String(id), one] as const);
  const data = Object.fromEntries(found.map((id) => [String(id), batchMetrics(sums.get(id) ?? noGains)]));
  return { data, missing: ids.filter((id) => !known.has(id)), seen };
}

/** What is known of a batch, and of single ones of it. */
function batchFacts(entries: readonly (readonly [string, Seen])[]) {
  return { ...knownMeta(knownOf(entries.map(([, seen]) => seen))), ...knownById(entries) };
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
