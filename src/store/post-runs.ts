import { type Metric, metrics, type Steps } from './observations/metrics.ts';
import type { Run } from './observations/runs.ts';
import type { PostLevelRow } from './schema.ts';

/** What a row of `post_levels` says. */
export function runOf({ at, origin, still, steps, views, plays, likes, comments, shares, saves }: PostLevelRow): Run {
  const levels = { views, plays, likes, comments, shares, saves };
  return { at, until: at + still, origin, levels, steps: steps === null ? {} : readSteps(steps) };
}

function readSteps(text: string): Steps {
  const given: unknown = JSON.parse(text);
  const steps: { [Each in Metric]?: number } = {};
  if (typeof given !== 'object' || given === null) return steps;
  const entries = new Map<string, unknown>(Object.entries(given));
  for (const metric of metrics) {
    const step = entries.get(metric);
    if (typeof step === 'number') steps[metric] = step;
  }
  return steps;
}
