import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RawKey } from '../../contract/presented-key.ts';
import type { Principal } from '../../contract/principal.ts';
import { scopes } from '../../contract/scope.ts';
import type { Verdict } from '../../keys/verdict.ts';
import type { Verifier } from '../../keys/verify.ts';
import type { KeyChange } from '../../keys/watched-principals.ts';
import { canBeUpstreamKey } from '../keys/form.ts';
import type { Asked } from '../whoami.ts';

/** For so long a verdict of the upstream counts (issue: at most 10 s). */
const rememberedMs = 10_000;
const mostRemembered = 10_000;

interface PassthroughSetting {
  /**
   * The upstream's word on a key; guesses are asked on a way of their own, which they can fill for each other alone.
   * @throws Problem where it does not say
   */
  ask: (key: string, isGuess: boolean) => Promise<Asked>;
  /** Milliseconds since 1970. */
  now: () => number;
  randomBytes: (size: number) => Uint8Array;
  onError: (error: unknown) => void;
}

export interface PassthroughVerifier extends Verifier {
  /** Drops what is remembered of a key, as the upstream has just refused it. */
  forget(rawKey: string): void;
  /** Names a key without telling it; of this process only. */
  fingerprint(rawKey: string): string;
}

/** A principal without its key, as it is remembered. */
type Remembered = { at: number; verdict: Verdict };

interface Watcher {
  principal: Principal;
  listener: (change: KeyChange) => void;
}

/**
 * In place of our own verifier where callers send the upstream's keys: the upstream says what a key is worth. Remembered
 * by a salted hash, never with the key, which only the request itself carries on.
 */
export function createPassthroughVerifier(setting: PassthroughSetting): PassthroughVerifier {
  const { ask, now, onError } = setting;
  const salt = Buffer.from(setting.randomBytes(32)).toString('base64url');
  const remembered = new LRUCache<string, Remembered>({ max: mostRemembered });
  /** Apart from those, so that no number of wrong keys drives out what is known of a valid one. */
  const refused = new LRUCache<string, Remembered>({ max: mostRemembered });
  /** Keys that the upstream has called valid and not refused since: they are in use, and asking for them is no guess. */
  const inUse = new LRUCache<string, true>({ max: mostRemembered });
  const inFlight = new Map<string, Promise<Verdict>>();
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;

  const fingerprint = (rawKey: string) => hash('sha256', salt + rawKey, 'base64url').slice(0, 22);

  function verify(rawKey: string): Verdict | Promise<Verdict> {
    if (!canBeUpstreamKey(rawKey)) return { kind: 'unknown' };
    const digest = fingerprint(rawKey);
    const known = freshly(digest);
    if (known !== undefined) return carrying(known.verdict, rawKey);
    return askOnce(digest, rawKey).then((verdict) => carrying(verdict, rawKey));
  }

  function freshly(digest: string): Remembered | undefined {
    const known = remembered.get(digest) ?? refused.get(digest);
    const age = now() - (known?.at ?? Number.NEGATIVE_INFINITY);
    return age >= 0 && age < rememberedMs ? known : undefined;
  }

  function guessName(rawKey: string): string | null {
    if (!canBeUpstreamKey(rawKey)) return null;
    const digest = fingerprint(rawKey);
    return inUse.has(digest) || freshly(digest) !== undefined ? null : digest;
  }

  function remember(digest: string, entry: Remembered): void {
    const isValid = entry.verdict.kind === 'valid';
    (isValid ? remembered : refused).set(digest, entry);
    (isValid ? refused : remembered).delete(digest);
    if (isValid) inUse.set(digest, true);
    else inUse.delete(digest);
  }

  /** Requests that meet the same key at once share one question. */
  function askOnce(digest: string, rawKey: string): Promise<Verdict> {
    const running = inFlight.get(digest);
    if (running !== undefined) return running;
    // From before the question: a slow answer is no younger than it.
    const at = now();
    const started = ask(rawKey, !inUse.has(digest))
      .then((asked) => {
        const verdict = verdictOf(asked, digest);
        remember(digest, { at, verdict });
        return verdict;
      })
      .finally(() => inFlight.delete(digest));
    inFlight.set(digest, started);
    return started;
  }

  async function checkWatched(): Promise<void> {
    for (const watcher of [...watchers]) {
      const { principal, listener } = watcher;
      const key = principal.upstreamKey?.reveal();
      const verdict = key === undefined ? { kind: 'unknown' } : await verify(key);
      if (verdict.kind === 'valid' || !watchers.delete(watcher)) continue;
      listener({ kind: 'revoked' });
    }
  }

  return {
    verify,
    guessName,
    fingerprint,
    forget: (rawKey) => {
      const digest = fingerprint(rawKey);
      remembered.delete(digest);
      inUse.delete(digest);
    },
    invalidate: () => {
      remembered.clear();
      refused.clear();
    },
    watch(principal, listener) {
      const watcher = { principal, listener };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    poll: checkWatched,
    start: () => {
      timer ??= setInterval(() => checkWatched().catch(onError), rememberedMs).unref();
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      remembered.clear();
      refused.clear();
      inUse.clear();
    },
  };
}

function verdictOf(asked: Asked, digest: string): Verdict {
  if (asked.kind === 'refused') return asked.status === 401 ? { kind: 'unknown' } : { kind: 'disabled', key: null };
  const { who } = asked;
  return {
    kind: 'valid',
    principal: {
      organizationId: who.organization_id,
      organizationName: who.organization_name ?? who.organization_id,
      keyId: `upstream:${digest}`,
      keyName: who.api_key_name,
      // What it may do is the upstream's to say: all is listed here, and what it may not do is refused there.
      scopes,
      expiresAt: who.expires_at ?? null,
      urlKeys: 'allow',
      holdsSampleData: false,
    },
  };
}

function carrying(verdict: Verdict, rawKey: string): Verdict {
  if (verdict.kind !== 'valid') return verdict;
  return { kind: 'valid', principal: { ...verdict.principal, upstreamKey: new RawKey(rawKey) } };
}
