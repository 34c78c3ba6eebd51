import { Problem } from '../../contract/problem.ts';
import { listKey } from '../call/lists.ts';
import type { RpcExchange } from '../call/rpc-exchange.ts';
import { asInvalidParams, asOfEra } from '../sdk/invalid-params.ts';
import { isRpcMessage, isRpcRequest, type RpcRequest } from '../sdk/names.ts';
import type { Protocol } from '../sdk/protocol.ts';
import type { ProtocolHeaders } from '../sdk/route.ts';
import type { Era } from '../sdk/server.ts';
import { errorText, idOf, resultText, shownFailure } from './answers.ts';
import { ListCache } from './list-cache.ts';
import type { Subscriptions } from './subscriptions.ts';

/** The most messages in one batch: each costs as much as a request. */
const mostInBatch = 50;

/** Answers that depend on nothing but era, list choice and scopes: serialised once. */
const fixedMethods: ReadonlySet<string> = new Set([
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'server/discover',
]);

/** The methods that logs and metrics may name: a client cannot fill them with methods that it made up. */
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

const noMessage = { code: -32600, message: 'Invalid Request: this is no JSON-RPC message.' };

/** Turns messages into the texts of their answers. */
export interface Responder {
  one(era: Era, message: RpcRequest, exchange: RpcExchange): Promise<string>;
  /** The answers of the requests among the messages, in their order, and an error for each that is no message. */
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
    if ('error' in response) {
      return errorText(message.id, asOfEra(era, message.method, asInvalidParams(response.error)));
    }
    return resultText(message.id, JSON.stringify(response.result));
  }

  /** The SDK builds each list once; its bytes are sent to everybody who sees the same list. */
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
    // The HTTP request itself already counted as the first message.
    const wait = exchange.retryAfterSeconds ?? (requests.length > 1 ? spendMore(requests.length - 1) : null);
    if (wait !== null) refuseOverLimit(wait);
    const answers = messages.map(async (message) => {
      if (isRpcRequest(message)) return await one('legacy', message, exchange);
      return isRpcMessage(message) ? null : errorText(idOf(message), noMessage);
    });
    return (await Promise.all(answers)).filter((text) => text !== null);
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
