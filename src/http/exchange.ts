import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallSeen } from '../audit/call-seen.ts';
import type { CallerWords } from '../contract/caller-words.ts';
import type { KeyPlace } from '../contract/presented-key.ts';
import type { Principal } from '../contract/principal.ts';
import type { ProblemCode } from '../contract/problem.ts';
import type { AnswerHeaders } from './answer-headers.ts';
import { type Presented, takeKeys, wordsOf } from './credentials.ts';
import type { RefusedKey } from './refused-key.ts';
import { requestIdOf } from './request-id.ts';

export type Door = 'rest' | 'mcp' | 'web' | 'connect';

/** Answers an exchange, whatever comes of it. */
export type Handle = (exchange: Exchange) => Promise<void>;

/** RFC 9728 §5.1 and RFC 6750 §3: how a client that is refused gets a token, or a better one. */
export interface SignInHint {
  readonly resourceMetadata: string;
  /** Space-separated. */
  readonly scope: string;
}

/** One request on its way through the program, free of keys, with what its log line will say. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the places of a key held; emptied once the key was checked. */
  presented: readonly Presented[];
  /** The way of whatever the caller says into what is kept or shown: it goes on knowing the keys, and tells none. */
  readonly words: CallerWords;
  readonly requestId: string;
  /** Headers of any answer: `send` adds them. Kept outside of Node's own, which take a microsecond for a few. */
  readonly headers: AnswerHeaders;
  /** Path and query as they came, less any `api_key`; an empty path where the request line names none. */
  readonly path: string;
  readonly search: string;
  /** Milliseconds of a clock that is never set back. */
  readonly startedAt: number;

  door: Door = 'web';
  /** The route's template, never a path from outside. */
  route = 'unmatched';
  /** The REST operation, for the key's usage. */
  operation: string | null = null;
  code: ProblemCode | null = null;
  principal: Principal | null = null;
  keyPlace: KeyPlace | null = null;
  /** Whether anything stood in a key's place: a refusal then says what is wrong with it in a header too. */
  keyWasSent = false;
  /** Set at the door for apps that sign people in: what a refusal tells them of where and for what. */
  signIn: SignInHint | null = null;
  /** The key that was turned away, as far as its organization may learn of it. */
  refusedKey: RefusedKey | null = null;
  /** Whose session it is, at the dashboard's door to the v2 operations. */
  person: { readonly organizationId: string; readonly personId: string } | null = null;
  /** Who is signed in at the dashboard, for the log. */
  personId: string | null = null;
  client: string | null = null;
  era: 'legacy' | 'modern' | null = null;
  /** The MCP method, from the protocol's own list. */
  rpcMethod: string | null = null;
  calls: readonly CallSeen[] = [];
  rateLimited: 'key' | 'address' | 'no_key' | null = null;
  /** Bytes of the bodies. */
  bytesIn = 0;
  bytesOut = 0;

  constructor(request: IncomingMessage, response: ServerResponse, startedAt: number) {
    this.presented = takeKeys(request);
    this.words = wordsOf(this.presented);
    this.request = request;
    this.response = response;
    this.startedAt = startedAt;
    this.requestId = requestIdOf(request.headers['x-request-id'], this.words);
    this.headers = { 'X-Request-ID': this.requestId, 'X-Content-Type-Options': 'nosniff' };
    const url = request.url ?? '/';
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    this.path = path.startsWith('/') ? path : '';
    this.search = query < 0 ? '' : url.slice(query + 1);
  }
}

/** A property of the request, not a WeakMap: that many short-lived entries double the work of the garbage collector. */
const slot = Symbol('exchange');

interface Bound extends IncomingMessage {
  [slot]?: Exchange;
}

export function bindExchange(exchange: Exchange): void {
  const request: Bound = exchange.request;
  request[slot] = exchange;
}

/** The exchange of a request that came in by the front door, for handlers behind Express. */
export function exchangeOf(request: IncomingMessage): Exchange {
  const { [slot]: exchange }: Bound = request;
  if (exchange === undefined) throw new Error('A request reached a handler without passing the front door');
  return exchange;
}
