import { isRecord } from '../../contract/is-record.ts';
import type { windowMetric } from '../../contract/resources/unavailable.ts';

type Metric = (typeof windowMetric.options)[number];

/** The names under which answers show each metric. */
const names = {
  views: ['views', 'view_count', 'total_views'],
  plays: ['plays', 'play_count', 'total_plays'],
  likes: ['likes', 'like_count'],
  comments: ['comments', 'comment_count'],
  shares: ['shares', 'share_count'],
  saves: ['saves', 'saved_count'],
  followers: ['followers', 'follower_count', 'followers_gained', 'total_followers'],
  engagement: ['engagement'],
  engagement_rate: ['engagement_rate'],
} as const satisfies Record<Metric, readonly string[]>;

const metricOf: ReadonlyMap<string, string> = new Map(
  Object.entries(names).flatMap(([metric, shown]) => shown.map((name) => [name, metric] as const)),
);

type Unavailable = readonly unknown[];

/**
 * An answer for reading: a number that no source gave is said to be none, since a model takes 0 for a number. An answer
 * names such metrics beside its data, for all of it or by id, or in its rows.
 */
export function sayingNotAvailable(structure: Record<string, unknown>): Record<string, unknown> {
  const { data, meta } = structure;
  const facts = isRecord(meta) ? meta : {};
  const ofAll = unavailableIn(facts);
  const byId = facts.unavailable_metrics_by_id;
  if (Array.isArray(data)) return { ...structure, data: data.map((row: unknown) => said(row, ofRow(row, ofAll))) };
  if (!isRecord(data)) return structure;
  if (!isRecord(byId)) return { ...structure, data: said(data, ofRow(data, ofAll)) };
  const entries = Object.entries(data).map(([id, row]) => [id, said(row, listed(byId[id]))]);
  return { ...structure, data: Object.fromEntries(entries) };
}

function ofRow(row: unknown, ofAll: Unavailable): Unavailable {
  const own = isRecord(row) ? unavailableIn(row) : [];
  return own.length > 0 ? own : ofAll;
}

function unavailableIn({ unavailable_metrics: named }: { readonly unavailable_metrics?: unknown }): Unavailable {
  return listed(named);
}

function listed(value: unknown): Unavailable {
  return Array.isArray(value) ? value : [];
}

function said(value: unknown, unavailable: Unavailable): unknown {
  if (unavailable.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part: unknown) => said(part, unavailable));
  const entries = Object.entries(value).map(([name, part]) => [
    name,
    (typeof part === 'number' || part === null) && shows(name, unavailable) ? 'not available' : said(part, unavailable),
  ]);
  return Object.fromEntries(entries);
}

/** Whether a field shows one of some metrics. `7d` is the views gained in a window. */
function shows(field: string, unavailable: Unavailable): boolean {
  return unavailable.includes(metricOf.get(field) ?? (/^\d+d$/.test(field) ? 'views' : null));
}
