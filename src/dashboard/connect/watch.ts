import type { z } from 'zod';
import type { connectWatch } from '../contract/connect.ts';
import type { Sighting } from './first-requests.ts';

export type ConnectWatch = z.output<typeof connectWatch>;

/** What the database knows of a key's last use. */
interface LastUse {
  last_used_at: string | null;
  last_used_client: string | null;
  last_used_place: string | null;
}

/**
 * What to tell the page that waits. A client probes before it works, so an error counts only as long as nothing has
 * succeeded; a use that another process saw counts as success.
 */
export function watchAnswer(sightings: readonly Sighting[], use: LastUse, since: number): ConnectWatch {
  const good = sightings.filter(({ error }) => error === null);
  const shown = good.length > 0 ? good : sightings;
  const [first] = shown;
  if (first === undefined) return fromLastUse(use, since);
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

function fromLastUse(use: LastUse, since: number): ConnectWatch {
  if (use.last_used_at === null || Date.parse(use.last_used_at) < since) return { type: 'connect_watch', seen: false };
  return {
    type: 'connect_watch',
    seen: true,
    at: use.last_used_at,
    client: use.last_used_client,
    era: null,
    place: use.last_used_place,
    tools_offered: null,
    error: null,
  };
}
