import { grantDays } from '../keys/grants/grant.ts';

/** How long what counts, in seconds. */
export const lifetimes = {
  /** From a client's request until somebody's browser has opened it. */
  handOverSeconds: 60,
  /** From the request until it is answered: a sign-in lies between. */
  requestSeconds: 600,
  /** A code, which a browser brings to its client at once. */
  codeSeconds: 60,
  accessTokenSeconds: 1_800,
  /** A refresh token lives as long as its grant; each use makes a new one. */
  refreshTokenSeconds: grantDays * 86_400,
  /** For so long a refresh token gets the same answer again: answers get lost. */
  replaySeconds: 30,
} as const;
