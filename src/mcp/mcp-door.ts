import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { KeyPlace } from '../contract/presented-key.ts';
import { Problem } from '../contract/problem.ts';
import type { Scope } from '../contract/scope.ts';
import type { Authenticated, Authenticator } from '../http/authenticate.ts';
import type { Exchange, Handle, SignInHint } from '../http/exchange.ts';
import { goneSignal } from '../http/gone-signal.ts';
import { readBody } from '../http/read-body.ts';
import { readFrom } from '../http/read-from.ts';
import { encoded, send } from '../http/send.ts';
import type { McpEndpoint } from './protocol/endpoint.ts';
import type { McpAnswer, McpRequest } from './protocol/request.ts';

interface McpDoorSetting {
  endpoint: Pick<McpEndpoint, 'handle'>;
  authenticator: Authenticator;
  /** Which places a key is taken from; all of them where left out. */
  reads?: (place: KeyPlace) => boolean;
  /** How a client that is refused signs somebody in: then nobody is served without. Left out at the door of keys. */
  signIn?: (path: string) => SignInHint;
  failed: (exchange: Exchange, error: unknown) => void;
}

/** The way from HTTP to the MCP endpoint and back: it takes a key from any of its places (contract §4, Key). */
export function createMcpDoor(setting: McpDoorSetting): Handle {
  const { endpoint, authenticator, reads = () => true, signIn, failed } = setting;
  return async (exchange) => {
    const { request } = exchange;
    exchange.signIn = signIn?.(exchange.path) ?? null;
    exchange.door = 'mcp';
    exchange.route = '/mcp';
    try {
      const found = await authenticator.authenticate(exchange, reads);
      if (found === null && signIn !== undefined) throw new Problem('UNAUTHORIZED', 'Sign in to use this address.');
      const { body, principal } =
        request.method === 'POST'
          ? await readFrom(found, exchange, readBody)
          : { body: '', principal: found?.principal ?? null };
      const answer = await endpoint.handle({
        method: request.method ?? '',
        headers: request.headers,
        search: exchange.search,
        body,
        principal,
        keyPlace: found?.place ?? null,
        requestId: exchange.requestId,
        words: exchange.words,
        signal: goneSignal(exchange.response),
        ...limitOf(authenticator, exchange, found),
      });
      note(exchange, answer);
      if (answer.stepUp !== undefined) throw lacking(exchange, answer.stepUp);
      await sendAnswer(exchange, answer);
    } catch (error) {
      failed(exchange, error);
    }
  };
}

/** Alone a status tells a client that its person is to be asked (RFC 6750 §3.1); a tool's error is for the model. */
function lacking(exchange: Exchange, needed: readonly Scope[]): Problem {
  if (exchange.signIn !== null) exchange.signIn = { ...exchange.signIn, scope: needed.join(' ') };
  return new Problem(
    'INSUFFICIENT_SCOPE',
    `This needs the scope ${needed.at(-1)}, which this app was not given. Sign in again to allow it.`,
  );
}

/** What the messages of a request are counted under: its key, or without one its address. */
function limitOf(
  authenticator: Authenticator,
  exchange: Exchange,
  found: Authenticated | null,
): Pick<McpRequest, 'address' | 'retryAfterSeconds' | 'spendMore'> {
  if (found === null) {
    const { address, take } = authenticator.withoutKey(exchange);
    return { address, retryAfterSeconds: take(1), spendMore: take };
  }
  const { principal, limit } = found;
  return {
    address: null,
    retryAfterSeconds: limit.retryAfterSeconds,
    spendMore: (calls) => authenticator.spendMore(principal, calls),
  };
}

function note(exchange: Exchange, { seen }: McpAnswer): void {
  exchange.era = seen.era;
  exchange.rpcMethod = seen.method;
  exchange.client = seen.client;
  exchange.calls = seen.calls;
}

async function sendAnswer(exchange: Exchange, { status, headers, body }: McpAnswer): Promise<void> {
  if (body === null || typeof body === 'string') {
    send(exchange, status, { ...headers }, encoded(body ?? ''));
    return;
  }
  const { response } = exchange;
  response.writeHead(status, Object.assign(exchange.headers, headers));
  response.flushHeaders();
  const stream = Readable.fromWeb(body);
  stream.on('data', (chunk: Uint8Array) => {
    exchange.bytesOut += chunk.length;
  });
  // A client that goes away is how most subscriptions end.
  await pipeline(stream, response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}
