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
/** A few kilobytes of a batch must not fetch megabytes for somebody who has no key that could be taken away. */
const mostKeylessAnswer = 256 * 1024;
/** Most that stands around one answer of a batch. */
const frameBytes = 32;

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
      return errorText(message.id, asOfEra(era, message.method, asInvalidParams(response.error)), exchange.words);
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
    if (messages.length > mostInBatch) {
      throw new Problem('VALIDATION_ERROR', `A batch may hold at most ${mostInBatch} messages.`);
    }
    const requests = messages.filter(isRpcRequest);
    const counted = exchange.caller === null ? messages.length : requests.length;
    // The first message was counted with its HTTP request.
    const wait = exchange.retryAfterSeconds ?? (counted > 1 ? spendMore(counted - 1) : null);
    if (wait !== null) refuseOverLimit(wait);
    const answer = async (message: unknown): Promise<string | null> => {
      if (isRpcRequest(message)) return await one('legacy', message, exchange);
      return isRpcMessage(message) ? null : errorText(idOf(message), noMessage, exchange.words);
    };
    if (exchange.caller === null) return await keylessAnswers(messages, answer);
    return (await Promise.all(messages.map(answer))).filter((text) => text !== null);
  }

  async function bySdk(message: unknown, headers: ProtocolHeaders, exchange: RpcExchange) {
    const method = methodName(message);
    if (method !== 'tools/call') refuseOverLimit(exchange.retryAfterSeconds);
    let leave = method === 'subscriptions/listen' ? subscriptions.takePlace(exchange) : null;
    try {
      const { status, body, stream } = await protocol.askSdk(message, headers, exchange, exchange.signal);
      if (typeof body === 'string') return { status, text: shownFailure(body, exchange.words), stream: null };
      if (stream !== null && leave !== null) {
        subscriptions.add(stream, exchange.caller, exchange.signal, leave);
        leave = null;
      }
      return { status, text: '', stream: body };
    } finally {
      leave?.();
    }
  }

  return { one, batch, bySdk, methodName };
}

function methodName(message: unknown): string {
  if (typeof message !== 'object' || message === null || !('method' in message)) return 'unknown';
  return typeof message.method === 'string' && knownMethods.has(message.method) ? message.method : 'unknown';
}

/** One after the other, so that no more is made than may be sent. */
async function keylessAnswers(
  messages: readonly unknown[],
  answer: (message: unknown) => Promise<string | null>,
): Promise<readonly string[]> {
  const texts: string[] = [];
  let left = mostKeylessAnswer;
  for (const message of messages) {
    const text = await answer(message);
    if (text === null) continue;
    left -= Buffer.byteLength(text) + frameBytes;
    if (left < 0) {
      throw new Problem(
        'VALIDATION_ERROR',
        `The answer to a batch without a key may hold at most ${mostKeylessAnswer / 1024} KB: send fewer messages in it, or a key.`,
      );
    }
    texts.push(text);
  }
  return texts;
}

/** A list asked for without a cursor or anything else that could change it. */
function isPlainList({ method, params }: RpcRequest): boolean {
  return fixedMethods.has(method) && Object.keys(params ?? {}).every((name) => name === '_meta');
}

/** @throws Problem RATE_LIMITED where there is a wait */
export function refuseOverLimit(retryAfterSeconds: number | null): void {
  if (retryAfterSeconds === null) return;
  throw new Problem('RATE_LIMITED', `Too many requests: wait ${retryAfterSeconds} s.`, { retryAfterSeconds });
}
