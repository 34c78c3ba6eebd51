import { hash } from 'node:crypto';
import type { Principal } from '../contract/principal.ts';
import { Problem } from '../contract/problem.ts';
import type { Store } from '../store/store.ts';
import { accessTokenLength, accessTokenPrefix, isToken, keyLength, parseKey } from './format.ts';
import { watchRevision } from './freshness.ts';
import { lookUpToken } from './grants/look-up.ts';
import { lookUpKey, verdictAt } from './look-up.ts';
import type { SecretsSource } from './open-secrets.ts';
import { rehashFound } from './rehash.ts';
import type { Secrets } from './secrets.ts';
import type { Verdict } from './verdict.ts';
import { createVerdictCache, type KnownKey, type VerdictCache } from './verdict-cache.ts';
import { type KeyChange, watchPrincipals } from './watched-principals.ts';

/** Four times a second: with `trustMs` this leaves three tries before cached verdicts are no longer used. */
const pollMs = 250;

const unknown: Verdict = { kind: 'unknown' };
const neverExisted: KnownKey = { verdict: unknown, expiresAt: Number.POSITIVE_INFINITY };

export interface VerifierSetting {
  store: Store;
  secrets: SecretsSource;
  /** Milliseconds since 1970. */
  now: () => number;
  randomBytes: (size: number) => Uint8Array;
  /** Failures of work that no request waits for. */
  onError: (error: unknown) => void;
  cache?: VerdictCache;
  /** What a token of an app must be for: this server. None is good where left out. */
  tokenResource?: string;
}

/** What is checked, by how it is told from anything else and where it is looked up: keys and tokens share all else. */
interface Kind {
  readonly length: number;
  readonly isWellFormed: (text: string) => boolean;
  readonly find: (secrets: Secrets, text: string) => Promise<KnownKey | undefined>;
}

export interface Verifier {
  /**
   * What a key is worth now. Answers at once, without a promise, when the key is cached or cannot be a key.
   * Rejects with SERVICE_UNAVAILABLE when only the database could tell and it does not.
   */
  verify(rawKey: string): Verdict | Promise<Verdict>;
  /**
   * Names a key, without telling it, whose worth only somebody else can say, and who has not called it valid: how often
   * they are asked is limited before, so that nobody guesses at their keys through us. Null for any other key; left out
   * where our own database tells.
   */
  guessName?(rawKey: string): string | null;
  /** Forgets every verdict: for changes by this process, before they are acknowledged. */
  invalidate(): void;
  /** Calls back when the principal's key is revoked (then never again) or has other scopes. Returns how to stop. */
  watch(principal: Principal, listener: (change: KeyChange) => void): () => void;
  /** Looks for changes of other processes now; `start` does so on a timer. */
  poll(): Promise<void>;
  start(): void;
  /** Ends the timer and waits for work in the background. */
  stop(): Promise<void>;
}

/** By our own database, which knows the tokens of apps too. */
export interface OwnVerifier extends Verifier {
  /** What an access token of an app is worth now: no key is one, and no key's place takes one. */
  verifyToken(token: string): Verdict | Promise<Verdict>;
}

/** Checks keys and tokens: from a cache on the hot path, which other processes' changes reach within a second (contract §3). */
export function createVerifier(setting: VerifierSetting): OwnVerifier {
  const { store, secrets, now, onError, cache = createVerdictCache() } = setting;
  const salt = Buffer.from(setting.randomBytes(32)).toString('base64url');
  const watched = watchPrincipals({ store, now, onError });
  const freshness = watchRevision({ store, now, onChange: changedElsewhere });
  const background = new Set<Promise<void>>();
  let inFlight = new Map<string, Promise<KnownKey>>();
  let generation = 0;
  let timer: NodeJS.Timeout | undefined;

  const keyKind: Kind = {
    length: keyLength,
    isWellFormed: (text) => parseKey(text).kind === 'key',
    find: async (used, rawKey) => {
      const found = await lookUpKey(store.read, used, rawKey);
      if (found?.known.verdict.kind === 'valid') inBackground(rehashFound(store, used, found.row, rawKey));
      return found?.known;
    },
  };
  const { tokenResource: resource } = setting;
  const tokenKind: Kind = {
    length: accessTokenLength,
    isWellFormed: (text) => resource !== undefined && isToken(accessTokenPrefix, text),
    find: async (used, token) =>
      resource === undefined ? undefined : lookUpToken(store.read, used, { token, resource }),
  };

  function verify(kind: Kind, rawKey: string): Verdict | Promise<Verdict> {
    if (rawKey.length !== kind.length) return unknown;
    // One-shot and salted per process: 20 times cheaper than the HMAC, and the cache never holds a key.
    const digest = hash('sha256', salt + rawKey, 'base64url');
    const at = now();
    const known = cache.get(digest);
    if (known !== undefined && freshness.trusted(at)) return verdictAt(known, at);
    if (known === undefined && !kind.isWellFormed(rawKey)) return unknown;
    return settle(kind, digest, rawKey);
  }

  async function settle(kind: Kind, digest: string, rawKey: string): Promise<Verdict> {
    try {
      if (!freshness.trusted(now())) await freshness.poll();
      // Checked again: the answer of a database that took a second to answer may be out of date.
      const cached = freshness.trusted(now()) ? cache.get(digest) : undefined;
      const known = cached ?? (await lookUpOnce(kind, digest, rawKey));
      return verdictAt(known, now());
    } catch (cause) {
      const detail = 'The key could not be checked, because the database does not answer. Try again in a moment.';
      throw new Problem('SERVICE_UNAVAILABLE', detail, { retryAfterSeconds: 1, cause });
    }
  }

  /** Requests that meet the same uncached key share one look-up. */
  function lookUpOnce(kind: Kind, digest: string, rawKey: string): Promise<KnownKey> {
    const running = inFlight.get(digest);
    if (running !== undefined) return running;
    const mine = inFlight;
    const startedIn = generation;
    const started = lookUp(kind, rawKey)
      .then((known) => {
        // If something has changed since then, it may have changed after the row was read: this caller gets the answer,
        // but it is not cached.
        if (startedIn === generation) cache.set(digest, known);
        return known;
      })
      .finally(() => mine.delete(digest));
    mine.set(digest, started);
    return started;
  }

  async function lookUp({ find }: Kind, rawKey: string): Promise<KnownKey> {
    const used = secrets.current();
    const found = await find(used, rawKey);
    if (found !== undefined) return found;
    // A key that another process has re-hashed is found under the pepper that it has added to the secrets file.
    await secrets.reload().catch(onError);
    const renewed = secrets.current();
    return (renewed === used ? undefined : await find(renewed, rawKey)) ?? neverExisted;
  }

  async function changedElsewhere(): Promise<void> {
    forget();
    await secrets.reload().catch(onError);
    await watched.check();
  }

  function forget(): void {
    cache.clear();
    inFlight = new Map();
    generation += 1;
  }

  function inBackground(work: Promise<void>): void {
    const settled = work.catch(onError).finally(() => background.delete(settled));
    background.add(settled);
  }

  async function poll(): Promise<void> {
    await freshness.poll();
    await watched.checkNewAndExpired();
  }

  return {
    verify: (rawKey) => verify(keyKind, rawKey),
    verifyToken: (token) => verify(tokenKind, token),
    invalidate: () => {
      forget();
      inBackground(watched.check());
    },
    watch: watched.watch,
    poll,
    start: () => {
      timer ??= setInterval(() => inBackground(poll()), pollMs).unref();
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      await Promise.all(background);
    },
  };
}
