import type { Exchange } from '../../http/exchange.ts';
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
  /** Begins to watch a key, or goes on with it. */
  watch(keyId: string): void;
  /** What was seen of a watched key since a moment, oldest first. */
  seen(keyId: string, since: number): readonly Sighting[];
}

/** A page that waits asks every few seconds; longer than this nobody waits. */
const watchMs = 30 * 60_000;
const keysWatched = 1_000;
/** A client's first contact is a handful of requests. */
const sightingsKept = 20;

/**
 * Waits, in this process, for the first request of a key that was just copied into a client. What other processes serve
 * shows in the key's `last_used` columns.
 */
export function createFirstRequests(now: () => number): FirstRequests {
  const watched = new Map<string, { until: number; sightings: Sighting[] }>();

  return {
    note(exchange) {
      const { principal, keyPlace } = exchange;
      if (principal === null || keyPlace === null) return;
      const entry = watched.get(principal.keyId);
      if (entry === undefined || entry.until <= now()) return;
      if (entry.sightings.length >= sightingsKept) entry.sightings.shift();
      entry.sightings.push(sightingOf(exchange, keyPlace, now()));
    },
    watch(keyId) {
      const at = now();
      const known = watched.get(keyId);
      const entry = known === undefined || known.until <= at ? { until: 0, sightings: [] } : known;
      entry.until = at + watchMs;
      // Again at the end, so that the first is the one that was asked for longest ago.
      watched.delete(keyId);
      watched.set(keyId, entry);
      const oldest = watched.keys().next().value;
      if (watched.size > keysWatched && oldest !== undefined) watched.delete(oldest);
    },
    seen: (keyId, since) => (watched.get(keyId)?.sightings ?? []).filter(({ at }) => at >= since),
  };
}

function sightingOf(exchange: Exchange, place: string, at: number): Sighting {
  const failedCall = exchange.calls.find(({ outcome }) => outcome !== 'OK');
  const code = exchange.code ?? failedCall?.outcome ?? (exchange.response.statusCode >= 400 ? 'BAD_REQUEST' : null);
  return {
    at,
    client: exchange.client,
    era: exchange.era,
    place,
    toolsOffered: exchange.door === 'mcp' ? toolsOffered(exchange) : null,
    error: code === null ? null : { code, ...remedyFor(code) },
  };
}
