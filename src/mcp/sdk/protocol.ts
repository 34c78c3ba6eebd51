import type { JSONRPCRequest, Server, ServerContext } from '@modelcontextprotocol/server';
import type { ProtocolHeaders } from './classify.ts';
import { answerBySdk, type SdkAnswer } from './fallback.ts';
import { Multiplexer } from './multiplexer.ts';
import { createServer, type Era, serveCalls, serveCallsUnchecked } from './server.ts';
import type { Surface } from './surface.ts';

/** What a server is made for. */
export interface ServerWanted<E> {
  era: Era;
  /** Whether its instructions say that the data is invented. */
  holdsSampleData: boolean;
  /** All requests of its era at once, or one message by the SDK's own handler. */
  serves: 'all' | 'one';
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

type RpcResponse =
  | { id?: string | number | undefined; result: object }
  | { id?: string | number | undefined; error: { code: number; message: string; data?: unknown } };

/** Connects the long-lived servers: two eras, each with and without the words on sample data. */
export async function connectProtocol<E>(
  create: CreateServer<E>,
  holdsSampleData: (exchange: E) => boolean,
): Promise<Protocol<E>> {
  const connect = (era: Era, isSample: boolean) =>
    Multiplexer.connect<E>(era, (exchangeOf) => create({ era, holdsSampleData: isSample, serves: 'all', exchangeOf }));
  const shared: Shared<E> = {
    legacy: { real: await connect('legacy', false), sample: await connect('legacy', true) },
    modern: { real: await connect('modern', false), sample: await connect('modern', true) },
  };
  return {
    ask: (era, request, exchange) => shared[era][holdsSampleData(exchange) ? 'sample' : 'real'].ask(request, exchange),
    askSdk: (message, headers, exchange, signal) => {
      const wanted = { era: 'modern', serves: 'one', exchangeOf: () => exchange } as const;
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
  return ({ era, holdsSampleData, serves, exchangeOf }) => {
    const serving = { surface, era, instructions: instructions(holdsSampleData), exchangeOf };
    const server = createServer(serving);
    return serves === 'all' ? serveCallsUnchecked(server, serving) : serveCalls(server, serving);
  };
}
