import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { ProtocolHeaders } from './classify.ts';
import { answerBySdk, type SdkAnswer } from './fallback.ts';
import { Multiplexer } from './multiplexer.ts';
import { createServer, type Era, serveCalls, serveCallsUnchecked } from './server.ts';
import type { Surface } from './surface.ts';

/** What makes servers differ besides their era. */
type Flavor = 'real' | 'sample';
type Shared<E> = Readonly<Record<Era, Readonly<Record<Flavor, Multiplexer<E>>>>>;

/** The surface behind the protocol, in both eras. */
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
export async function connectProtocol<E>(options: {
  surface: Surface<E>;
  instructions: (holdsSampleData: boolean) => string;
  holdsSampleData: (exchange: E) => boolean;
}): Promise<Protocol<E>> {
  const { surface } = options;
  const flavorOf = (exchange: E): Flavor => (options.holdsSampleData(exchange) ? 'sample' : 'real');
  const connect = (era: Era, flavor: Flavor) =>
    Multiplexer.connect<E>(era, (exchangeOf) => {
      const serving = { surface, era, instructions: options.instructions(flavor === 'sample'), exchangeOf };
      return serveCallsUnchecked(createServer(serving), serving);
    });
  const shared: Shared<E> = {
    legacy: { real: await connect('legacy', 'real'), sample: await connect('legacy', 'sample') },
    modern: { real: await connect('modern', 'real'), sample: await connect('modern', 'sample') },
  };
  return {
    ask: (era, request, exchange) => shared[era][flavorOf(exchange)].ask(request, exchange),
    askSdk: (message, headers, exchange, signal) => {
      const instructions = options.instructions(options.holdsSampleData(exchange));
      const serving = { surface, era: 'modern', instructions, exchangeOf: () => exchange } as const;
      return answerBySdk({ message, headers, signal, createServer: () => serveCalls(createServer(serving), serving) });
    },
  };
}
