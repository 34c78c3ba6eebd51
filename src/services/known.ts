import type { z } from 'zod';
import { countedMetric, type windowMetric } from '../contract/resources/unavailable.ts';
import { followersBit, isUnknown } from '../store/observations/metrics.ts';
import type { Platform } from '../store/schema.ts';

type CountedMetric = z.output<typeof countedMetric>;
type WindowMetric = z.output<typeof windowMetric>;

/** An account or a post, or some that are alike, with when it was first seen and which metrics no source ever gave. */
export interface Seen {
  readonly platform: Platform;
  /** ISO 8601; null before it was seen. */
  readonly first_scrape_time: string | null;
  readonly unknown_metrics: number;
  /** Of accounts: the metrics that reported days tell, beside posts. */
  readonly reported_metrics?: number;
}

/** What is known at all of what an answer speaks of. */
export interface Known {
  /** The first UTC day from which there is data; null where there is none. */
  readonly since: string | null;
  readonly unavailable: readonly WindowMetric[];
  /** Whether days are reported of any of it. */
  readonly isReported: boolean;
}

/** What some accounts or posts come to: the earliest day, and what none of those that were seen knows. */
export function knownOf(all: readonly Seen[]): Known {
  const since = all.reduce<string | null>(
    (first, { first_scrape_time: at }) => (at !== null && (first === null || at < first) ? at : first),
    null,
  );
  const told = all.map(withReports);
  const isReported = all.some(({ reported_metrics }) => (reported_metrics ?? 0) !== 0);
  return { since: since?.slice(0, 10) ?? null, unavailable: withRates(unavailableOf(told)), isReported };
}

/** In a window, what days are reported to have gained is known, whatever the levels. */
function withReports(seen: Seen): Seen {
  const reported = seen.reported_metrics ?? 0;
  return reported === 0 ? seen : { ...seen, unknown_metrics: seen.unknown_metrics & ~reported };
}

/** Metrics that none of those that were seen knows. TikTok has no saves to know (contract §2). */
function unavailableOf(all: readonly Seen[]): readonly CountedMetric[] {
  let common = ~0;
  let ofInstagram = ~0;
  let isSeen = false;
  let hasSaves = false;
  // A loop without functions: it runs for each row of a list.
  for (const { platform, first_scrape_time, unknown_metrics } of all) {
    if (first_scrape_time === null) continue;
    isSeen = true;
    common &= unknown_metrics;
    if (platform !== 'instagram') continue;
    hasSaves = true;
    ofInstagram &= unknown_metrics;
  }
  if (!isSeen || (common === 0 && (!hasSaves || ofInstagram === 0))) return allKnown;
  return countedMetric.options.filter((metric) =>
    metric === 'saves' ? hasSaves && lacks(ofInstagram, metric) : lacks(common, metric),
  );
}

const allKnown: readonly CountedMetric[] = [];

/** The field of a resource, absent where all is known. */
export function shownUnavailable(all: readonly Seen[]): { unavailable_metrics?: CountedMetric[] } {
  const unavailable = unavailableOf(all);
  return unavailable.length === 0 ? {} : { unavailable_metrics: [...unavailable] };
}

/** The facts of an answer about what is known of all that it speaks of. */
export function knownMeta({ since, unavailable }: Known) {
  return { data_since: since, ...(unavailable.length > 0 && { unavailable_metrics: [...unavailable] }) };
}

/** The ids of a batch of which metrics are unknown, with these. */
export function knownById(entries: Iterable<readonly [string, Seen]>) {
  const unknown = [...entries].flatMap(([id, seen]): [string, WindowMetric[]][] => {
    const { unavailable } = knownOf([seen]);
    return unavailable.length === 0 ? [] : [[id, [...unavailable]]];
  });
  return unknown.length === 0 ? {} : { unavailable_metrics_by_id: Object.fromEntries(unknown) };
}

function lacks(bits: number, metric: CountedMetric): boolean {
  return metric === 'followers' ? (bits & followersBit) !== 0 : isUnknown(bits, metric);
}

/** No engagement is made of nothing, and no rate of unknown views. */
function withRates(unavailable: readonly CountedMetric[]): readonly WindowMetric[] {
  const all: WindowMetric[] = [...unavailable];
  const has = (metric: WindowMetric) => all.includes(metric);
  if (has('likes') && has('comments') && has('shares')) all.push('engagement');
  if (has('views') || has('engagement')) all.push('engagement_rate');
  return all;
}
