import { randomBytes, randomUUID } from 'node:crypto';
import type { DestinationStream } from 'pino';
import type { Provider } from '../collect/provider.ts';
import type { PasswordHash } from '../dashboard/auth/password-hash.ts';
import type { Resolve } from '../outbound/addresses.ts';
import type { Deadlines } from '../upstream/send/connection.ts';

/** Everything from outside that a server needs; tests give their own clock and log. */
export interface Outside {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds of a clock that is never set back. */
  monotonic: () => number;
  randomBytes: (size: number) => Uint8Array;
  newId: () => string;
  /** Where numbers come from; the settings decide where left out. */
  provider?: Provider;
  /** Where log lines go; standard output where left out. */
  log?: DestinationStream;
  /** How passwords of people are hashed; scrypt where left out. */
  passwords?: PasswordHash;
  /** How host names that strangers give are looked up; as the system does where left out. */
  resolve?: Resolve;
  /** How long an upstream may take; the usual deadlines where left out. */
  upstreamDeadlines?: Deadlines;
}

export const realOutside: Outside = {
  now: Date.now,
  monotonic: () => performance.now(),
  randomBytes,
  newId: randomUUID,
};
