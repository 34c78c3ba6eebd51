import { LRUCache } from 'lru-cache';
import type { Exchange } from '../../http/exchange.ts';
import { isBadCopy } from '../../keys/format.ts';
import type { KeyReference } from '../../keys/key-reference.ts';
import type { RemoteOffer } from '../../mcp/call/access.ts';
import { causeOf } from './cause.ts';
import { remedyFor } from './remedies.ts';
import { toolsOffered } from './tools-offered.ts';

/** One request with a key that somebody waits for. */
export interface Sighting {
  /** Milliseconds since 1970. */
  at: number;
  client: string | null;
  era: 'legacy' | 'modern' | null;
  place: string;
  toolsOffered: number | null;
  /** Why it failed; null where it did not. */
  error: { code: string; detail: string; remedy: string } | null;
}

export interface FirstRequests {
  /** Called for every request that has ended; remembers only those with a key that is watched. */
  note(exchange: Exchange): void;
  /** Begins to watch a key, or goes on with it. Its mask tells bad copies of it from other keys. */
  watch(key: KeyReference, maskedKey: string): void;
  /** What was seen of a watched key since a moment, oldest first. */
  seen(key: KeyReference, since: number): readonly Sighting[];
}

/** A page that waits asks every few seconds; longer than this nobody waits. */
const watchMs = 30 * 60_000;
/** Of one organization: it pushes out its own first, and nobody else's. */
const keysWatched = 20;
const organizationsWatching = 500;
/** A client's first contact is a handful of requests. */
const sightingsKept = 20;

interface Watched {
  readonly maskedKey: string;
  until: number;
  sightings: Sighting[];
}

/**
 * Waits, in this process, for the first request of a key that was just copied into a client. What other processes serve
 * shows in the audit trail and in the key's `last_used` columns.
 */
export function createFirstRequests(now: () => number, offer: () => RemoteOffer | undefined): FirstRequests {
  const organizations = new LRUCache<string, LRUCache<string, Watched>>({ max: organizationsWatching });

  function watchedBy({ principal, refusedKey }: Exchange): Watched | undefined {
    if (principal !== null) return organizations.peek(principal.organizationId)?.get(principal.keyId);
    if (refusedKey === null) return undefined;
    if (refusedKey.kind === 'known') {
      const { organizationId, keyId } = refusedKey.key;
      return organizations.peek(organizationId)?.get(keyId);
    }
    for (const watched of organizations.values()) {
      for (const one of watched.values()) if (isBadCopy(refusedKey.ends, one.maskedKey)) return one;
    }
    return undefined;
  }

  function watchedOf(organizationId: string): LRUCache<string, Watched> {
    const known = organizations.get(organizationId) ?? new LRUCache<string, Watched>({ max: keysWatched });
    organizations.set(organizationId, known);
    return known;
  }

  return {
    note(exchange) {
      if (organizations.size === 0) return;
      const place = exchange.keyPlace ?? exchange.refusedKey?.place;
      const entry = watchedBy(exchange);
      if (place === undefined || entry === undefined || entry.until <= now()) return;
      if (entry.sightings.length >= sightingsKept) entry.sightings.shift();
      entry.sightings.push(sightingOf(exchange, place, { at: now(), offer: offer() }));
    },
    watch({ organizationId, keyId }, maskedKey) {
      const at = now();
      const watched = watchedOf(organizationId);
      const known = watched.get(keyId);
      const entry = known === undefined || known.until <= at ? { maskedKey, until: 0, sightings: [] } : known;
      entry.until = at + watchMs;
      watched.set(keyId, entry);
    },
    seen: ({ organizationId, keyId }, since) =>
      (organizations.peek(organizationId)?.get(keyId)?.sightings ?? []).filter(({ at }) => at >= since),
  };
}

function sightingOf(
  exchange: Exchange,
  place: string,
  { at, offer }: { at: number; offer: RemoteOffer | undefined },
): Sighting {
  const cause = causeOf(exchange);
  const { client, era, door, principal } = exchange;
  return {
    at,
    client,
    era,
    place,
    toolsOffered: door === 'mcp' && principal !== null ? toolsOffered(exchange, offer) : null,
    error: cause === null ? null : { code: cause.code, ...remedyFor(cause.reason) },
  };
}
