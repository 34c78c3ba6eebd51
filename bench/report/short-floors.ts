import type { Summary } from './summary.ts';

/** What the short run asks of each goal: little, so that a busy machine passes and a collapse does not. */
export const short = { least: 1, share: 1 / 4, shareOfSdk: 1 / 10 } as const;

/** A line for each question that has collapsed. */
export function shortVerdict(summaries: readonly Summary[]): string[] {
  return summaries.flatMap((summary) => {
    const collapsed = collapses(summary);
    return collapsed.length === 0 ? [] : [`${summary.scenario}: ${collapsed.join('; ')}`];
  });
}

function collapses({ goal, ratios }: Summary): string[] {
  const { bare, 'sdk v2': sdk } = ratios;
  // On a machine that others use as well, CPU per request is the steadier of the two.
  const ofBare = Math.max(bare?.requests ?? 0, bare?.cpu ?? 0);
  const ofSdk = Math.max(sdk?.requests ?? 0, sdk?.cpu ?? 0);
  const least = goal.floor * short.share;
  const leastSdk = sdk === undefined ? 0 : (goal.timesSdk ?? 0) * short.shareOfSdk;
  return [
    ...(ofBare < least ? [`${ofBare.toFixed(2)} of bare node:http, at least ${least.toFixed(2)} is asked`] : []),
    ...(ofSdk < leastSdk ? [`${ofSdk.toFixed(1)} × the SDK's own way, at least ${leastSdk.toFixed(1)} is asked`] : []),
  ];
}
