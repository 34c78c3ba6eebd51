import { z } from 'zod';

/** What is kept of an archive's import, beside its upload. */
const outcomeShape = z.discriminatedUnion('state', [
  /** `claim`: the process that works on it; `since`: ms since the epoch. */
  z.object({ state: z.literal('running'), claim: z.string(), since: z.int() }),
  z.object({ state: z.literal('done'), rows: z.int(), changedIds: z.int() }),
  z.object({ state: z.literal('refused'), reason: z.string() }),
]);

export type ArchiveState = z.output<typeof outcomeShape>;

/** Whoever has worked so long on an archive does not any more. */
const longestMs = 6 * 3_600_000;

export function archiveStateIn(outcome: string | null): ArchiveState | null {
  return outcome === null ? null : outcomeShape.parse(JSON.parse(outcome));
}

/** Whether somebody is at it. What was in the middle when its process ended was undone by the database. */
export function isRunning(
  state: ArchiveState | null,
  { now, isGone }: { now: number; isGone: (claim: string) => boolean },
): boolean {
  return state?.state === 'running' && now - state.since < longestMs && !isGone(state.claim);
}
