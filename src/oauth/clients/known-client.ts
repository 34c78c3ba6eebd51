import type { Exchange } from '../../http/exchange.ts';
import type { Store } from '../../store/store.ts';
import type { Limits } from '../limits.ts';
import { isDocumentUrl } from './client-document.ts';
import { documentDiscovery, readClient, requireRoomForClient, writeClient } from './client-rows.ts';
import type { ClientDocuments } from './fetch-document.ts';

interface KnowingClients {
  store: Store;
  now: () => number;
  limits: Limits;
  /** Null where this installation fetches none. */
  documents: ClientDocuments | null;
}

/** What the door knows of a client. */
export interface KnownClient {
  readonly clientId: string;
  readonly name: string;
  /** The host of its document, which is what a person can go by; null for one that registered. */
  readonly host: string | null;
  readonly redirectUris: readonly string[];
}

/** How long a document from before counts where its host does not answer. */
const staleMs = 7 * 86_400_000;
/** The row of a client that comes is marked so often: enough to tell which are not used any more. */
const seenEveryMs = 3_600_000;

/**
 * The client of that id, its document fetched where that is what the id names and what is known of it is old. Whatever comes
 * after reads the row.
 * @returns null for one that is not known, or whose document says otherwise than it must
 * @throws OAuthError temporarily_unavailable where too many documents are asked for
 */
export async function knownClient(
  knowing: KnowingClients,
  exchange: Exchange,
  clientId: string,
): Promise<KnownClient | null> {
  const { store, now } = knowing;
  const row = await readClient(store.read, clientId);
  if (row === undefined ? isDocumentUrl(clientId) : row.client_discovery_id === documentDiscovery) {
    const isFresh = row?.fresh_until !== undefined && row.fresh_until !== null && Date.parse(row.fresh_until) > now();
    if (!isFresh && !(await refresh(knowing, exchange, clientId, row?.fresh_until ?? null))) return null;
    const renewed = isFresh ? row : await readClient(store.read, clientId);
    return renewed === undefined ? null : shown(renewed);
  }
  if (row === undefined) return null;
  if (Date.parse(row.seen_at) < now() - seenEveryMs) {
    const seen_at = new Date(now()).toISOString();
    await store.write.updateTable('connect_clients').set({ seen_at }).where('client_id', '=', clientId).execute();
  }
  return shown(row);
}

/** What is kept of a client that has come before; null where nothing is. */
export async function keptClient({ read }: Pick<Store, 'read'>, clientId: string): Promise<KnownClient | null> {
  const row = await readClient(read, clientId);
  return row === undefined ? null : shown(row);
}

function shown(row: NonNullable<Awaited<ReturnType<typeof readClient>>>): KnownClient {
  const redirectUris: unknown = JSON.parse(row.redirect_uris);
  return {
    clientId: row.client_id,
    name: row.name ?? 'Unnamed app',
    host: row.client_discovery_id === documentDiscovery ? new URL(row.client_id).host : null,
    redirectUris: Array.isArray(redirectUris) ? redirectUris.filter((uri) => typeof uri === 'string') : [],
  };
}

/** Whether the document counts: the one that was just fetched, or the one from before where there is no answer. */
async function refresh(
  { store, now, limits, documents }: KnowingClients,
  exchange: Exchange,
  clientId: string,
  freshUntil: string | null,
): Promise<boolean> {
  if (documents === null) return false;
  limits.take(exchange, 'document');
  if (freshUntil === null) await requireRoomForClient(store);
  const fetched = await documents.fetch(clientId);
  if (fetched.kind === 'unreachable') return freshUntil !== null && Date.parse(freshUntil) > now() - staleMs;
  if (fetched.kind === 'refused') return false;
  const until = new Date(now() + fetched.freshForMs).toISOString();
  await writeClient(store.write, fetched.facts, { kind: 'document', freshUntil: until }, now());
  return true;
}
