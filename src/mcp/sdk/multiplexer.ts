import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  type JSONRPCResponse,
  type MessageExtraInfo,
  PerRequestHTTPServerTransport,
  type Server,
  type ServerContext,
  type Transport,
} from '@modelcontextprotocol/server';
import { type Era, modernRevision } from './server.ts';

interface Waiting<E> {
  exchange: E;
  settle: (response: JSONRPCResponse) => void;
}

/**
 * One long-lived SDK server answers many requests at once: each gets an id of ours on the way in, by which its answer
 * is matched on the way out. A new server per request, the documented stateless way, is 20 to 100 times slower.
 *
 * Only requests pass: a notification or a response would reach the state of a server that all callers share
 * (`notifications/cancelled` with a stranger's request id, for one).
 */
export class Multiplexer<E> {
  readonly #waiting = new Map<number, Waiting<E>>();
  readonly #transport: SharedTransport;
  #lastId = 0;

  private constructor(era: Era) {
    const send = (message: JSONRPCMessage) => this.#deliver(message);
    this.#transport = era === 'modern' ? new ModernSharedTransport(send) : new LegacySharedTransport(send);
  }

  /** `create` builds the server; it asks `exchangeOf` whose request it is handling. */
  static async connect<E>(era: Era, create: (exchangeOf: (context: ServerContext) => E) => Server) {
    const multiplexer = new Multiplexer<E>(era);
    const server = create((context) => multiplexer.#exchangeOf(context));
    await server.connect(multiplexer.#transport);
    return multiplexer;
  }

  /** The server's answer to one request, under the request's own id. */
  ask(request: JSONRPCRequest, exchange: E): Promise<JSONRPCResponse> {
    return new Promise((resolve) => {
      this.#lastId += 1;
      const id = this.#lastId;
      this.#waiting.set(id, { exchange, settle: (response) => resolve({ ...response, id: request.id }) });
      this.#transport.receive({ ...request, id });
    });
  }

  get inFlight(): number {
    return this.#waiting.size;
  }

  #exchangeOf(context: ServerContext): E {
    const waiting = typeof context.mcpReq.id === 'number' ? this.#waiting.get(context.mcpReq.id) : undefined;
    if (waiting === undefined) throw new Error('A handler ran for a request that nobody waits for');
    return waiting.exchange;
  }

  #deliver(message: JSONRPCMessage): void {
    if ('method' in message || typeof message.id !== 'number') return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    waiting?.settle(message);
  }
}

type Send = (message: JSONRPCMessage) => void;
interface SharedTransport extends Transport {
  receive(request: JSONRPCRequest): void;
}

class LegacySharedTransport implements SharedTransport {
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void;
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  async start(): Promise<void> {}

  async close(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    this.#send(message);
  }

  receive(request: JSONRPCRequest): void {
    this.onmessage?.(request);
  }
}

const modern = { era: 'modern', revision: modernRevision } as const;

/**
 * The era is part of a server's state, and only this transport class sets it to 2026-07-28. It is made for a single
 * use, which is overridden here.
 */
class ModernSharedTransport extends PerRequestHTTPServerTransport implements SharedTransport {
  readonly #send: Send;

  constructor(send: Send) {
    super({ classification: modern, keepAliveMs: 0 });
    this.#send = send;
  }

  override async start(): Promise<void> {}

  override async close(): Promise<void> {}

  override async send(message: JSONRPCMessage): Promise<void> {
    this.#send(message);
  }

  receive(request: JSONRPCRequest): void {
    this.onmessage?.(request, { classification: modern });
  }
}
