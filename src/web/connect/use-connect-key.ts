import { useEffect, useRef, useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import type { ApiKey, NewKey } from '../api/resources.ts';
import { useSecret } from '../design/secret.ts';

/** What is asked of the server: a chosen key, a new one, one that can only read, or (none of these) the active one. */
type Wish = { key_id: string } | { make_new: true } | { read_only: true } | Record<never, never>;

interface Ready {
  kind: 'ready';
  how: 'given' | 'filled' | 'made';
  apiKey: ApiKey;
  fullKey: string;
}

/** What the helper has to work with. */
export type Filled =
  | { kind: 'none' }
  | { kind: 'asking' }
  | Ready
  /** There are keys, but none that can be filled in: the person decides. */
  | { kind: 'choose'; keys: readonly ApiKey[] }
  | { kind: 'failed'; error: unknown };

export interface ConnectKey {
  filled: Filled;
  ask: (client: string, wish: Wish) => void;
}

/**
 * The key that the snippets are filled with, for as long as the helper is open. Each asking is an audited request; the
 * answer goes into this state and nowhere else.
 * @param given a key that was made just now; null asks the server for the active one, if `atOnce` names a client
 */
export function useConnectKey(given: NewKey | null, atOnce: string | null): ConnectKey {
  const [ready, setReady] = useSecret<Ready>(given === null ? null : { kind: 'ready', how: 'given', ...given });
  const [other, setOther] = useState<Exclude<Filled, { kind: 'ready' }>>({ kind: 'none' });
  const refresh = useRefreshKeys();
  const latest = useRef(0);

  const ask = async (client: string, wish: Wish) => {
    latest.current += 1;
    const turn = latest.current;
    setReady(null);
    setOther({ kind: 'asking' });
    try {
      const { data } = await dashboard('POST', '/connect/key', { body: { client, ...wish } });
      // Somebody has asked for another key meanwhile.
      if (turn !== latest.current) return;
      if (data.outcome === 'choose') setOther({ kind: 'choose', keys: data.api_keys });
      else {
        setReady({ kind: 'ready', how: data.outcome, apiKey: data.api_key, fullKey: data.key });
        if (data.outcome === 'made') await refresh();
      }
    } catch (error) {
      if (turn === latest.current) setOther({ kind: 'failed', error });
    }
  };

  const asked = useRef(false);
  useEffect(() => {
    if (given !== null || atOnce === null || asked.current) return;
    asked.current = true;
    void ask(atOnce, {});
  });
  return { filled: ready ?? other, ask: (client, wish) => void ask(client, wish) };
}
