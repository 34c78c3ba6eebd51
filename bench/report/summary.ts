import type { ContestantName, Rounds } from '../compare/rounds.ts';
import type { Scenario } from '../compare/scenarios.ts';
import type { Driven } from '../load/drive.ts';
import { median, quantile } from './statistics.ts';

/** What one contestant came to: the medians of its rounds. */
interface Figures {
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Microseconds of CPU; null where the system does not tell. */
  cpuPerRequest: number | null;
  /** The share of its core that the server had: far below 1 the machine was busy, and a second tells little. */
  serverBusy: number | null;
}

/** How two contestants compare: the median over the rounds of the ratio within each round. */
interface Ratio {
  requests: number;
  /** By CPU per request, which a busy machine disturbs less. */
  cpu: number | null;
}

export interface Summary {
  scenario: string;
  goal: Scenario['goal'];
  baseline: Scenario['baseline'];
  figures: Partial<Record<ContestantName, Figures>>;
  /** Ours to each other. */
  ratios: Partial<Record<ContestantName, Ratio>>;
}

export function summarize({ name, goal, baseline }: Scenario, rounds: Rounds): Summary {
  const summary: Summary = { scenario: name, goal, baseline, figures: {}, ratios: {} };
  const ours = rounds.get('ours') ?? [];
  for (const [contestant, driven] of rounds) {
    summary.figures[contestant] = figuresOf(driven);
    if (contestant !== 'ours') summary.ratios[contestant] = ratioOf(ours, driven);
  }
  return summary;
}

function figuresOf(driven: readonly Driven[]): Figures {
  return {
    requestsPerSecond: median(driven.map(({ requests, seconds }) => requests / seconds)),
    p50: median(driven.map(({ latencies }) => quantile(latencies, 0.5))),
    p99: median(driven.map(({ latencies }) => quantile(latencies, 0.99))),
    cpuPerRequest: medianOfKnown(driven.map(({ cpuPerRequest }) => cpuPerRequest)),
    serverBusy: medianOfKnown(driven.map(({ serverBusy }) => serverBusy)),
  };
}

function ratioOf(ours: readonly Driven[], others: readonly Driven[]): Ratio {
  const pairs = ours.flatMap((our, round) => {
    const other = others[round];
    return other === undefined ? [] : [{ our, other }];
  });
  return {
    requests: median(pairs.map(({ our, other }) => our.requests / our.seconds / (other.requests / other.seconds))),
    cpu: medianOfKnown(
      pairs.map(({ our, other }) =>
        our.cpuPerRequest === null || other.cpuPerRequest === null ? null : other.cpuPerRequest / our.cpuPerRequest,
      ),
    ),
  };
}

function medianOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
