import type { Counted } from './counted-calls.ts';

/**
 * What a warm call of this tool may cost in calls of our own functions. Counts do not go up and down with the machine, so
 * this is no quarter of a goal as the short run's ratios are: one more than it is too many.
 */
export const allowed = { tool: 'list_accounts', arguments: {}, ownCalls: 1_000 } as const;

/** Null where it holds; else what to look at. */
export function excess({ own, files }: Counted): string | null {
  if (own <= allowed.ownCalls) return null;
  const most = files.slice(0, 3).map(([file, calls]) => `${file} ${calls}`);
  return `one warm ${allowed.tool} makes ${own} calls of our own functions, at most ${allowed.ownCalls} are allowed; most of them: ${most.join(', ')}`;
}
