import { Client } from 'undici';
import type { AllowedHost } from '../config/allowed-host.ts';
import { addressesOf, type FoundAddress, type Resolve } from './addresses.ts';
import { type FailureKind, failureKindOf } from './failure-kind.ts';
import { type Refusal, readTarget, type Target } from './target.ts';
import { unpack } from './unpack.ts';

interface OutboundRequest {
  method: 'GET' | 'POST';
  /** As somebody gave it. */
  url: string;
  /** All that is sent beside what HTTP itself needs (`Host`, `Connection`, the body's length): nothing is added. */
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array<ArrayBuffer>;
  signal?: AbortSignal;
}

export type OutboundResult =
  /** Any status but a redirect's. Names of headers are in lower case. */
  | { kind: 'answered'; status: number; headers: Readonly<Record<string, string>>; body: Buffer }
  | { kind: 'refused'; reason: Refusal }
  | { kind: 'failed'; why: FailureKind };

export interface Outbound {
  send(request: OutboundRequest): Promise<OutboundResult>;
}

export interface OutboundSetting {
  allowed: readonly AllowedHost[];
  resolve: Resolve;
  /** From the question for the addresses to the last byte, milliseconds; 10 s where left out. */
  totalMs?: number;
  /** Of an answer, packed and unpacked, bytes; 1 MiB where left out. */
  mostBytes?: number;
}

const mostHeaderBytes = 16 * 1024;

/**
 * The one way to addresses that people or posts give. A host is asked for its addresses once, all of them must be public,
 * and one of those is connected to: no later answer of a name server counts. No redirect is followed, no connection is
 * kept, and the host is told nothing that the caller does not name.
 */
export function createOutbound({
  allowed,
  resolve,
  totalMs = 10_000,
  mostBytes = 1024 * 1024,
}: OutboundSetting): Outbound {
  return {
    async send(request) {
      const read = readTarget(request.url, allowed);
      if (read.kind === 'refused') return read;
      const deadline = AbortSignal.timeout(totalMs);
      const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
      try {
        const addresses = await within(signal, addressesOf(read.target, resolve));
        if (addresses === null) return { kind: 'refused', reason: 'address' };
        return await within(signal, exchange(read.target, addresses, request, { signal, mostBytes }));
      } catch (error) {
        if (request.signal?.aborted === true) throw request.signal.reason;
        return { kind: 'failed', why: deadline.aborted ? 'timeout' : failureKindOf(error).kind };
      }
    },
  };
}

async function exchange(
  { origin, path }: Target,
  addresses: readonly FoundAddress[],
  { method, headers = {}, body = '' }: OutboundRequest,
  { signal, mostBytes }: { signal: AbortSignal; mostBytes: number },
): Promise<OutboundResult> {
  const client = new Client(origin, {
    // The certificate is held against the name in the URL; only where it is, is known already.
    connect: { lookup: (_host, _options, found) => found(null, [...addresses]), autoSelectFamily: true },
    allowH2: false,
    pipelining: 0,
    maxResponseSize: mostBytes,
    maxHeaderSize: mostHeaderBytes,
  });
  try {
    const sent = method === 'GET' ? null : body;
    const answer = await client.request({ method, path, headers: { ...headers }, body: sent, signal });
    if (answer.statusCode >= 300 && answer.statusCode < 400) return { kind: 'refused', reason: 'redirect' };
    const named = singleValues(answer.headers);
    // A length that is said beforehand is believed at once: the rest of such an answer may never come.
    if (Number(named['content-length'] ?? 0) > mostBytes) return { kind: 'failed', why: 'too_large' };
    const packed = Buffer.from(await answer.body.arrayBuffer());
    const unpacked = await unpack(packed, named['content-encoding'] ?? '', mostBytes);
    return { kind: 'answered', status: answer.statusCode, headers: named, body: unpacked };
  } finally {
    await client.destroy();
  }
}

function singleValues(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** The work's result, unless the signal comes first: a name server that says nothing holds nobody longer. */
async function within<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, ended.promise]);
  } finally {
    signal.removeEventListener('abort', end);
    // Whichever has lost fails unheard.
    work.catch(() => undefined);
  }
}
