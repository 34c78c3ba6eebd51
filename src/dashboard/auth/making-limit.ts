import type { Made } from '../contract/route.ts';
import { createCountedWindows } from './counted-windows.ts';

/** Far more than anybody makes by hand, and few enough that nobody fills the database with them. */
export const madeInAnHour: Readonly<Record<Made, number>> = {
  organizations: 20,
  'API keys': 200,
  invitations: 200,
  apps: 100,
};

export interface MakingLimit {
  /** @throws Problem RATE_LIMITED */
  count(personId: string, made: Made): void;
}

/** Holds back whoever has a script make things with their session. By person: several sessions are one. */
export function createMakingLimit(now: () => number): MakingLimit {
  const windows = createCountedWindows({ windowMs: 3_600_000, now });
  return {
    count: (personId, made) => {
      const limit = madeInAnHour[made];
      windows.count(`${made} ${personId}`, limit, `You make at most ${limit} ${made} in an hour. Try again later.`);
    },
  };
}
