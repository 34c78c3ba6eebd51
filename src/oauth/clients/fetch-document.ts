import { createOutbound, type Outbound, type OutboundSetting } from '../../outbound/outbound.ts';
import type { ClientFacts } from './client.ts';
import { readClientDocument } from './client-document.ts';

/** Documents of clients are of one or two kB; and whoever has one is in the way of somebody who waits. */
const mostBytes = 32 * 1024;
const totalMs = 5_000;

/** How long a document counts, at least and at most, whatever it says of itself (its §4.4). */
const freshMs = { least: 5 * 60_000, most: 24 * 3_600_000, unsaid: 3_600_000 };

type FetchedDocument =
  | { kind: 'client'; facts: ClientFacts; freshForMs: number }
  /** It could not be had now; one from before may still count. */
  | { kind: 'unreachable' }
  /** It says otherwise than it must, or is gone. */
  | { kind: 'refused' };

export interface ClientDocuments {
  fetch(clientId: string): Promise<FetchedDocument>;
  /** The keys of a client, for the library: a response as `fetch` gives one. */
  fetchResource(url: string, signal: AbortSignal | undefined): Promise<Response>;
}

/**
 * Documents of clients, by the one way to addresses that strangers give.
 * @param known those that are not asked for
 */
export function createClientDocuments(
  setting: Pick<OutboundSetting, 'allowed' | 'resolve'>,
  known: ReadonlyMap<string, ClientFacts>,
): ClientDocuments {
  const outbound = createOutbound({ ...setting, totalMs, mostBytes });
  return {
    async fetch(clientId) {
      const facts = known.get(clientId);
      if (facts !== undefined) return { kind: 'client', facts, freshForMs: freshMs.least };
      return readAnswer(clientId, await get(outbound, clientId));
    },
    async fetchResource(url, signal) {
      const result = await get(outbound, url, signal);
      if (result.kind !== 'answered') throw new Error('The keys of a client could not be fetched');
      const type = result.headers['content-type'] ?? '';
      return new Response(new Uint8Array(result.body), { status: result.status, headers: { 'content-type': type } });
    },
  };
}

function get(outbound: Outbound, url: string, signal?: AbortSignal) {
  const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'creatoraudit-gateway' };
  return outbound.send({ method: 'GET', url, headers, ...(signal !== undefined && { signal }) });
}

function readAnswer(clientId: string, result: Awaited<ReturnType<typeof get>>): FetchedDocument {
  if (result.kind === 'failed' || (result.kind === 'answered' && result.status >= 500)) return { kind: 'unreachable' };
  if (result.kind === 'refused' || result.status !== 200) return { kind: 'refused' };
  const { headers, body } = result;
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(headers['content-type'] ?? '')) return { kind: 'refused' };
  const facts = readClientDocument(clientId, parsed(body.toString('utf8')));
  return facts === null
    ? { kind: 'refused' }
    : { kind: 'client', facts, freshForMs: freshness(headers['cache-control']) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function freshness(cacheControl = ''): number {
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return freshMs.least;
  const [, seconds] = /\bmax-age=(\d{1,9})\b/i.exec(cacheControl) ?? [];
  if (seconds === undefined) return freshMs.unsaid;
  return Math.min(Math.max(Number(seconds) * 1000, freshMs.least), freshMs.most);
}
