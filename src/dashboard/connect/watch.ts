import type { z } from 'zod';
import type { connectWatch } from '../contract/connect.ts';
import type { Sighting } from './first-requests.ts';
import type { Recorded } from './recorded.ts';
import { remedyFor } from './remedies.ts';

export type ConnectWatch = z.output<typeof connectWatch>;

/** What the key's row knows of its last use. */
interface LastUse {
  last_used_at: string | null;
  last_used_client: string | null;
  last_used_place: string | null;
}

/**
 * What to tell the page that waits, from what this process saw. A client probes before it works, so an error counts
 * only as long as nothing has succeeded. Null where nothing was seen: it may be another process that serves the client.
 */
export function fromSightings(sightings: readonly Sighting[]): ConnectWatch | null {
  const good = sightings.filter(({ error }) => error === null);
  const shown = good.length > 0 ? good : sightings;
  const [first] = shown;
  if (first === undefined) return null;
  const latest = <Value>(pick: (sighting: Sighting) => Value | null): Value | null =>
    shown.reduce<Value | null>((found, sighting) => pick(sighting) ?? found, null);
  return {
    type: 'connect_watch',
    seen: true,
    at: new Date(first.at).toISOString(),
    // A client names itself when it begins; later requests of the older protocol have only the User-Agent of its library.
    client: shown.find(({ client }) => client !== null)?.client ?? null,
    era: latest(({ era }) => era),
    place: latest(({ place }) => place),
    tools_offered: latest(({ toolsOffered }) => toolsOffered),
    error: good.length > 0 ? null : first.error,
  };
}

/** The same from the database, which knows less: what other processes wrote of the key's calls and of its last use. */
export function fromRecord(recorded: readonly Recorded[], use: LastUse, since: number): ConnectWatch {
  const [first] = recorded;
  if (first !== undefined && !recorded.some(({ outcome }) => outcome === 'ok') && !workedSince(recorded, use)) {
    const { at, client, place, why, code } = first;
    const error = { code: code ?? 'BAD_REQUEST', ...remedyFor(why ?? code ?? '') };
    return { ...nothingMore, at, client, place: place ?? use.last_used_place, error };
  }
  const { last_used_at: at, last_used_client: client, last_used_place: place } = use;
  if (at === null || Date.parse(at) < since) return { type: 'connect_watch', seen: false };
  return { ...nothingMore, at, client, place, error: null };
}

const nothingMore = { type: 'connect_watch', seen: true, era: null, tools_offered: null } as const;

/** Whether the key was let in after it was last turned away; a failed call, too, is a use of a key that was let in. */
function workedSince(
  recorded: readonly Recorded[],
  { last_used_at: usedAt, last_used_place: place }: LastUse,
): boolean {
  const last = recorded.at(-1);
  if (last?.event !== 'key.refused' || usedAt === null || usedAt <= last.at) return false;
  // A key that is refused for its place only is known, and so its use is noted.
  return last.why !== 'url_forbidden' || place !== 'url';
}
