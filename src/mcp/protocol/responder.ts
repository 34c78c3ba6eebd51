import { Problem } from '../../contract/problem.ts';
import { listKey } from '../call/lists.ts';
import type { RpcExchange } from '../call/rpc-exchange.ts';
import { asInvalidParams } from '../sdk/invalid-params.ts';
import { isRpcRequest, type RpcRequest } from '../sdk/names.ts';
import type { Protocol } from '../sdk/protocol.ts';
import type { ProtocolHeaders } from '../sdk/route.ts';
import type { Era } from '../sdk/server.ts';
import { errorText, resultText, shownFailure } from './answers.ts';
import { ListCache } from './list-cache.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Most messages of one batch: each costs as much as a request. */
const mostInBatch = 50;

/** Answers that depend on nothing but era, list choice and scopes: serialised once. */
const fixedMethods: ReadonlySet<string> = new Set([
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'server/discover',
]);

/** What logs and metrics may call a request: nobody fills them with methods of their own. */
const knownMethods: ReadonlySet<string> = new Set([
  ...fixedMethods,
  'initialize',
  'ping',
  'tools/call',
  'prompts/get',
  'resources/read',
  'completion/complete',
  'subscriptions/listen',
  'notifications/initialized',
  'notifications/cancelled',
]);

/** Turns messages into the texts of their answers. */
export interface Responder {
  one(era: Era, message: RpcRequest, exchange: RpcExchange): Promise<string>;
  /** The answers of the requests among the messages, in their order. */
  batch(
    messages: readonly unknown[],
    exchange: RpcExchange,
    spendMore: (calls: number) => number | null,
  ): Promise<readonly string[]>;
  bySdk(
    message: unknown,
    headers: ProtocolHeaders,
    exchange: RpcExchange,
  ): Promise<{ status: number; text: string; stream: ReadableStream<Uint8Array> | null }>;
  methodName(message: unknown): string;
}

export function createResponder(protocol: Protocol<RpcExchange>, subscriptions: Subscriptions): Responder {
  const lists = new ListCache();

  async function one(era: Era, message: RpcRequest, exchange: RpcExchange): Promise<string> {
    if (message.method !== 'tools/call') refuseOverLimit(exchange.retryAfterSeconds);
    const fixed = isPlainList(message) ? await fixedResult(era, message, exchange) : null;
    if (fixed !== null) return resultText(message.id, fixed);
    const response = await protocol.ask(era, message, exchange);
    if ('error' in response) return errorText(message.id, asInvalidParams(response.error));
    return resultText(message.id, JSON.stringify(response.result));
  }

  /** The SDK makes each list once; its bytes serve everybody who sees the same. */
  function fixedResult(era: Era, message: RpcRequest, exchange: RpcExchange): Promise<string | null> {
    const sees = message.method === 'tools/list' ? listKey(exchange.access, exchange.choice) : '';
    const isSample = exchange.caller?.holdsSampleData === true;
    return lists.get(`${era}|${isSample}|${message.method}|${sees}`, async () => {
      const response = await protocol.ask(era, message, exchange);
      return 'error' in response ? null : JSON.stringify(response.result);
    });
  }

  async function batch(
    messages: readonly unknown[],
    exchange: RpcExchange,
    spendMore: (calls: number) => number | null,
  ): Promise<readonly string[]> {
    const requests = messages.filter(isRpcRequest);
    if (messages.length > mostInBatch) {
      throw new Problem('VALIDATION_ERROR', `A batch may hold at most ${mostInBatch} messages.`);
    }
    // The first message was counted with its HTTP request.
    const wait = exchange.retryAfterSeconds ?? (requests.length > 1 ? spendMore(requests.length - 1) : null);
    if (wait !== null) refuseOverLimit(wait);
    return await Promise.all(requests.map((request) => one('legacy', request, exchange)));
  }

  async function bySdk(message: unknown, headers: ProtocolHeaders, exchange: RpcExchange) {
    const method = methodName(message);
    if (method !== 'tools/call') refuseOverLimit(exchange.retryAfterSeconds);
    const freePlace = method === 'subscriptions/listen' ? subscriptions.takePlace(exchange.caller) : null;
    try {
      const { status, body, stream } = await protocol.askSdk(message, headers, exchange, exchange.signal);
      if (typeof body === 'string') return { status, text: shownFailure(body), stream: null };
      if (stream !== null) subscriptions.add(stream, exchange.caller, exchange.signal);
      return { status, text: '', stream: body };
    } finally {
      freePlace?.();
    }
  }

  return { one, batch, bySdk, methodName };
}

function methodName(message: unknown): string {
  if (typeof message !== 'object' || message === null || !('method' in message)) return 'unknown';
  return typeof message.method === 'string' && knownMethods.has(message.method) ? message.method : 'unknown';
}

/** A list asked for without a cursor or anything else that could change it. */
function isPlainList({ method, params }: RpcRequest): boolean {
  return fixedMethods.has(method) && Object.keys(params ?? {}).every((name) => name === '_meta');
}

function refuseOverLimit(retryAfterSeconds: number | null): void {
  if (retryAfterSeconds === null) return;
  throw new Problem('RATE_LIMITED', `Too many requests: wait ${retryAfterSeconds} s.`, { retryAfterSeconds });
}
