import { thinLevels } from '../store/ingest/thin-levels.ts';
import { createSweep, type Sweep } from '../store/sweep.ts';
import type { Opened } from './opened.ts';

/** Leaves one level a day of what is old enough, hourly. Null where every level is kept, or the data is not in our own store. */
export function composeThinning({ config, outside, store }: Opened, onError: (error: unknown) => void): Sweep | null {
  const { everyLevelDays: days, upstream } = config;
  if (days === null || upstream !== null) return null;
  return createSweep(async () => void (await thinLevels(store, { now: outside.now(), days })), onError);
}
