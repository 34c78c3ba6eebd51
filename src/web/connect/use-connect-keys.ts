import { useEffect, useRef, useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import type { ApiKey, NewKey } from '../api/resources.ts';
import { useSecret } from '../design/secret.ts';

/** What is asked of the server: a chosen key, a new one, one that can only read, or (none of these) the active one. */
type Wish = { key_id: string } | { make_new: true } | { read_only: true } | Record<never, never>;

export interface Ready {
  kind: 'ready';
  /** `own`: made for this client before. */
  how: 'given' | 'own' | 'filled' | 'made';
  apiKey: ApiKey;
  fullKey: string;
}

type Unready =
  | { kind: 'none' }
  | { kind: 'asking' }
  /** There are keys, but none that can be filled in: the person decides. */
  | { kind: 'choose'; keys: readonly ApiKey[] }
  | { kind: 'failed'; error: unknown };

/** What the helper has to work with for one client. */
export interface ConnectKey {
  filled: Ready | Unready;
  ask: (wish: Wish) => void;
  /** Takes note of what the key that is filled in may do now. */
  changed: (apiKey: ApiKey) => void;
}

type ByClient<Value> = Readonly<Record<string, Value>>;

/**
 * The keys that the snippets are filled with, one for each client, for as long as the helper is open: a look at another
 * client's tab loses none of them. Each asking is an audited request; the answer goes into this state and nowhere else.
 * @param given a key that was made just now, for all of them until another is asked for
 * @param atOnce the client whose key is asked for without a click, if it has none yet
 */
export function useConnectKeys(given: NewKey | null, atOnce: string | null): (client: string) => ConnectKey {
  const [first] = useSecret<Ready>(given === null ? null : { kind: 'ready', how: 'given', ...given });
  const [ready, setReady] = useSecret<ByClient<Ready>>();
  const [unready, setUnready] = useState<ByClient<Unready>>({});
  const refresh = useRefreshKeys();
  const turns = useRef(new Map<string, number>());
  const put = (client: string, filled: Ready | Unready) => {
    setReady((all) => (filled.kind === 'ready' ? { ...all, [client]: filled } : without(all, client)));
    setUnready((all) => ({ ...all, [client]: filled.kind === 'ready' ? { kind: 'none' } : filled }));
  };

  const ask = async (client: string, wish: Wish) => {
    const turn = (turns.current.get(client) ?? 0) + 1;
    turns.current.set(client, turn);
    put(client, { kind: 'asking' });
    try {
      const { data } = await dashboard('POST', '/connect/key', { body: { client, ...wish } });
      // Somebody has asked for another key meanwhile.
      if (turn !== turns.current.get(client)) return;
      if (data.outcome === 'choose') put(client, { kind: 'choose', keys: data.api_keys });
      else put(client, { kind: 'ready', how: howOf(data), apiKey: data.api_key, fullKey: data.key });
      if (data.outcome === 'made') await refresh();
    } catch (error) {
      if (turn === turns.current.get(client)) put(client, { kind: 'failed', error });
    }
  };

  useEffect(() => {
    if (atOnce !== null && !turns.current.has(atOnce)) void ask(atOnce, {});
  });
  // None after it was dropped, as the page was left and came back: then it is asked for by a click.
  const notYet = (client: string): Unready => unready[client] ?? { kind: client === atOnce ? 'asking' : 'none' };
  return (client) => ({
    filled: ready?.[client] ?? underWay(unready[client]) ?? first ?? notYet(client),
    ask: (wish) => void ask(client, wish),
    changed: (apiKey) => {
      const present = ready?.[client];
      if (present?.apiKey.id === apiKey.id) put(client, { ...present, apiKey });
    },
  });
}

function underWay(unready: Unready | undefined): Unready | undefined {
  return unready?.kind === 'none' ? undefined : unready;
}

function howOf(answer: { outcome: 'made' } | { outcome: 'filled'; made_for_client: boolean }): Ready['how'] {
  if (answer.outcome === 'made') return 'made';
  return answer.made_for_client ? 'own' : 'filled';
}

function without(all: ByClient<Ready> | null, client: string): ByClient<Ready> | null {
  if (all === null) return null;
  const { [client]: _gone, ...others } = all;
  return others;
}
