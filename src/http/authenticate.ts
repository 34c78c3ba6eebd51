import type { TrustProxy } from '../config.ts';
import type { KeyPlace } from '../contract/presented-key.ts';
import type { Principal } from '../contract/principal.ts';
import { Problem } from '../contract/problem.ts';
import type { Verdict } from '../keys/verdict.ts';
import type { Verifier } from '../keys/verify.ts';
import { clientAddress } from './client-address.ts';
import { type Credentials, chooseKey, type KeyShape } from './credentials.ts';
import { dressWords } from './dressed-key.ts';
import type { Exchange } from './exchange.ts';
import { createFixedWindow, type WindowState } from './fixed-window.ts';
import { createGuesses, type Guess } from './guesses.ts';
import { createKeyless, type Keyless } from './keyless.ts';
import { dressedKey, refusedKey } from './refused-key.ts';

/** Guessing 256 random bits is hopeless at any speed: this limit only keeps the attempts cheap for us. */
const failuresPerMinute = 300;
const addressesCounted = 10_000;
/** Only valid keys are counted, so this is far above what one installation has. */
const keysCounted = 1_000_000;

export interface Authenticator {
  /**
   * Who is asking; null where no key came. Forgets the key, sets the rate-limit headers and counts the request.
   * `limit.retryAfterSeconds` is not null where the key is over its rate limit: the door says so in its own words.
   * @throws Problem BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, or RATE_LIMITED for an address that keeps failing
   */
  authenticate(exchange: Exchange, reads: (place: KeyPlace) => boolean): Promise<Authenticated | null>;
  /** Counts further calls in one request, as in a batch: seconds to wait when they are over the limit, else null. */
  spendMore(principal: Principal, calls: number): number | null;
  /** Who asks without a key, for a door that answers them and must count what they ask. */
  withoutKey(exchange: Exchange): Keyless;
}

export interface Authenticated {
  readonly principal: Principal;
  readonly place: KeyPlace;
  readonly limit: WindowState;
  /** Checks again who the caller is, without counting the request again. @throws Problem UNAUTHORIZED, FORBIDDEN */
  again(): Promise<Principal>;
}

/** Checks keys and counts requests, for every door alike (contract §1, Auth and Rate limits). */
export function createAuthenticator(setting: {
  verifier: Pick<Verifier, 'verify' | 'guessName'>;
  /** Ours where left out. */
  keyShape?: KeyShape;
  /** What is said of one that is refused; of keys where left out. */
  refusals?: Refusals;
  rateLimitPerMinute: number;
  trustProxy: TrustProxy;
  now: () => number;
}): Authenticator {
  const { verifier, keyShape = 'ours', refusals = keyRefusals, rateLimitPerMinute, trustProxy, now } = setting;
  const requests = createFixedWindow({ limit: rateLimitPerMinute, now, subjects: keysCounted });
  const failures = createFixedWindow({
    limit: Math.min(failuresPerMinute, rateLimitPerMinute),
    now,
    subjects: addressesCounted,
  });

  const guesses = createGuesses({ failures, now });
  const addressOf = (exchange: Exchange) => clientAddress(exchange.request, trustProxy);

  /** Null where we can tell ourselves what a key is worth. @throws Problem RATE_LIMITED for one that is not to be asked about now */
  function guessOf(exchange: Exchange, credentials: Sent): Exclude<Guess, { kind: 'wait' }> | null {
    const name = credentials.kind === 'key' ? verifier.guessName?.(credentials.key.reveal()) : null;
    if (name === null || name === undefined) return null;
    const guess = guesses.begin(addressOf(exchange), name);
    if (guess.kind !== 'wait') return guess;
    throw notAsked(exchange, guess.retryAfterSeconds);
  }

  async function verdictOn(exchange: Exchange, credentials: Sent) {
    const guess = guessOf(exchange, credentials);
    if (guess === null) return { isCounted: false, verdict: await judge(verifier, keyShape, credentials) };
    let came: 'valid' | 'wrong' | 'unasked' = 'wrong';
    try {
      const verdict = await judge(verifier, keyShape, credentials);
      if (verdict.kind === 'valid') came = 'valid';
      return { isCounted: guess.kind === 'ask', verdict };
    } catch (error) {
      // A way that is full or closed has let nothing through.
      if (error instanceof Problem && error.code === 'SERVICE_UNAVAILABLE') came = 'unasked';
      throw error;
    } finally {
      guess.answered(came);
    }
  }

  async function principalOf(exchange: Exchange, credentials: Sent): Promise<Principal> {
    const { verdict, isCounted } = await verdictOn(exchange, credentials);
    if (verdict.kind === 'valid') {
      exchange.principal = verdict.principal;
      return verdict.principal;
    }
    if (verdict.kind === 'dressed') exchange.refusedKey = dressedKey(verdict);
    else if (credentials.kind === 'key' && verdict.kind !== 'malformed') {
      exchange.refusedKey = refusedKey(credentials, verdict);
    }
    if (!isCounted) refuseOverLimit(exchange, failures.take(addressOf(exchange)));
    throw refusal(refusals, verdict);
  }

  return {
    async authenticate(exchange, reads) {
      const credentials = chooseKey(exchange.presented, reads, keyShape);
      exchange.presented = [];
      if (credentials.kind === 'none') return null;
      exchange.keyWasSent = true;
      const at = now();
      const principal = await principalOf(exchange, credentials);
      const place = credentials.kind === 'key' ? credentials.place : 'authorization';
      exchange.keyPlace = place;
      const limit = requests.take(principal.keyId);
      if (limit.retryAfterSeconds !== null) exchange.rateLimited = 'key';
      exchange.headers['X-RateLimit-Limit'] = limit.limit;
      exchange.headers['X-RateLimit-Remaining'] = limit.remaining;
      exchange.headers['X-RateLimit-Reset'] = limit.resetAt;
      // Most bodies arrive within the same millisecond, in which the verdict cannot have changed: that saves a hash.
      const again = async () => (now() === at ? principal : principalOf(exchange, credentials));
      return { principal, place, limit, again };
    },
    withoutKey: createKeyless(setting),
    spendMore: (principal, calls) => requests.take(principal.keyId, calls).retryAfterSeconds,
  };
}

type Sent = Exclude<Credentials, { kind: 'none' }>;

function judge(verifier: Pick<Verifier, 'verify'>, keyShape: KeyShape, credentials: Sent) {
  switch (credentials.kind) {
    case 'conflict':
      throw new Problem(
        'BAD_REQUEST',
        `This request carries two different keys. Send one key, in one place.${keyShape === 'any' ? anyIsAKey : ''}`,
      );
    case 'malformed':
      return { kind: 'malformed' } as const;
    case 'dressed':
      return credentials;
    case 'key':
      return verifier.verify(credentials.key.reveal());
  }
}

const anyIsAKey =
  ' Keys of the API behind this server have any form, so an Authorization header that a proxy in front sets for itself counts as one: let the proxy take it away.';

type Dressed = Extract<Credentials, { kind: 'dressed' }>;
type Refused = Exclude<Verdict, { kind: 'valid' }> | { kind: 'malformed' } | Dressed;

type Refusals = Readonly<Record<Exclude<Refused, Dressed>['kind'], readonly ['UNAUTHORIZED' | 'FORBIDDEN', string]>>;

const keyRefusals: Refusals = {
  malformed: ['UNAUTHORIZED', 'Send the key as `Authorization: Bearer <key>`.'],
  unknown: ['UNAUTHORIZED', 'This key is not known. Check that it was copied whole; a deleted key does not come back.'],
  disabled: ['FORBIDDEN', 'This key is disabled. Whoever manages the keys of its organization can enable it.'],
  expired: ['FORBIDDEN', 'This key has expired. Whoever manages the keys of its organization can make a new one.'],
  suspended: ['FORBIDDEN', 'The organization of this key is suspended.'],
};

const signInAgain = 'This sign-in is over or not known. Sign in again.';

/** To an app 401 says that a new token may help: a refreshed one, or that of a new sign-in. */
export const tokenRefusals: Refusals = {
  malformed: ['UNAUTHORIZED', 'Send the access token as `Authorization: Bearer <token>`. API keys are not taken here.'],
  unknown: ['UNAUTHORIZED', signInAgain],
  expired: ['UNAUTHORIZED', signInAgain],
  disabled: ['FORBIDDEN', 'This app is disabled. Who connected it, or an owner of the organization, can enable it.'],
  suspended: ['FORBIDDEN', 'The organization that this app was connected to is suspended.'],
};

/** Neither right nor wrong: a key that is sent again is asked about, as no guess is. */
function notAsked(exchange: Exchange, retryAfterSeconds: number): Problem {
  exchange.rateLimited = 'address';
  return new Problem(
    'RATE_LIMITED',
    'Too many unknown keys come from this address, so this one was not looked at. Send it again in a moment.',
    { retryAfterSeconds },
  );
}

/**
 * A failure, counted against its address. A valid key never comes here, whatever its address has done.
 * @throws Problem RATE_LIMITED where the address keeps failing
 */
function refuseOverLimit(exchange: Exchange, { retryAfterSeconds }: WindowState): void {
  if (retryAfterSeconds === null) return;
  exchange.rateLimited = 'address';
  throw new Problem('RATE_LIMITED', 'Too many requests with wrong keys from this address. Correct the key and wait.', {
    retryAfterSeconds,
  });
}

function refusal(refusals: Refusals, verdict: Refused): Problem {
  if (verdict.kind === 'dressed') {
    const { seen, remedy } = dressWords[verdict.dress];
    return new Problem('UNAUTHORIZED', `${seen} ${remedy}`);
  }
  const [code, detail] = refusals[verdict.kind];
  return new Problem(code, detail);
}
