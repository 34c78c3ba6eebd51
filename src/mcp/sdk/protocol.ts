import type { JSONRPCRequest, Server, ServerContext } from '@modelcontextprotocol/server';
import { answerBySdk, type SdkAnswer } from './fallback.ts';
import { Multiplexer } from './multiplexer.ts';
import type { ProtocolHeaders } from './route.ts';
import type { RpcResponse } from './rpc-response.ts';
import { createServer, type Era } from './server.ts';
import type { Surface } from './surface.ts';
import type { AnswerCall } from './tool-calls.ts';

/** What a server is made for. */
export interface ServerWanted<E> {
  era: Era;
  /** Whether its instructions say that the data is invented. */
  holdsSampleData: boolean;
  /** Whose request the SDK is handling. */
  exchangeOf: (context: ServerContext) => E;
}
type CreateServer<E> = (wanted: ServerWanted<E>) => Server;

type Shared<E> = Readonly<Record<Era, Readonly<Record<'real' | 'sample', Multiplexer<E>>>>>;

/** SDK servers behind the protocol, in both eras. */
export interface Protocol<E> {
  /** Answers one request by its era's shared server. */
  ask(era: Era, request: JSONRPCRequest, exchange: E): Promise<RpcResponse>;
  /** Answers any message of the new era by the SDK's own handler. */
  askSdk(message: unknown, headers: ProtocolHeaders, exchange: E, signal: AbortSignal): Promise<SdkAnswer>;
}

/**
 * Connects the long-lived servers: two eras, each with and without the words on sample data.
 * @param answerCall answers `tools/call` in their place
 */
export async function connectProtocol<E>(
  create: CreateServer<E>,
  holdsSampleData: (exchange: E) => boolean,
  answerCall?: AnswerCall<E>,
): Promise<Protocol<E>> {
  const connect = (era: Era, isSample: boolean) =>
    Multiplexer.connect<E>(era, (exchangeOf) => create({ era, holdsSampleData: isSample, exchangeOf }));
  const shared: Shared<E> = {
    legacy: { real: await connect('legacy', false), sample: await connect('legacy', true) },
    modern: { real: await connect('modern', false), sample: await connect('modern', true) },
  };
  return {
    ask: (era, request, exchange) =>
      answerCall !== undefined && request.method === 'tools/call'
        ? answerCall(era, request, exchange)
        : shared[era][holdsSampleData(exchange) ? 'sample' : 'real'].ask(request, exchange),
    askSdk: (message, headers, exchange, signal) => {
      const wanted = { era: 'modern', exchangeOf: () => exchange } as const;
      const createOne = () => create({ ...wanted, holdsSampleData: holdsSampleData(exchange) });
      return answerBySdk({ message, headers, signal, createServer: createOne });
    },
  };
}

/** Servers over a surface. */
export function serversOver<E>(
  surface: Surface<E>,
  instructions: (holdsSampleData: boolean) => string,
): CreateServer<E> {
  return ({ era, holdsSampleData, exchangeOf }) =>
    createServer({ surface, era, instructions: instructions(holdsSampleData), exchangeOf });
}
