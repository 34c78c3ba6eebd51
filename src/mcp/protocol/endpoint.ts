import type { CallerWords } from '../../contract/caller-words.ts';
import type { V2Api } from '../../contract/port.ts';
import { Problem } from '../../contract/problem.ts';
import type { Scope } from '../../contract/scope.ts';
import type { ExportLinks } from '../../export/links/export-link.ts';
import { accessOf, type RemoteOffer, stepUpFor } from '../call/access.ts';
import type { Confirmations } from '../call/confirmations.ts';
import { listChoiceOf } from '../call/list-choice.ts';
import type { RpcExchange } from '../call/rpc-exchange.ts';
import { routeOf } from '../sdk/classify.ts';
import { connectProtocol, type Protocol, serversOver } from '../sdk/protocol.ts';
import type { ProtocolHeaders, Route } from '../sdk/route.ts';
import { toolCallsOver } from '../sdk/tool-calls.ts';
import { type AnswerForm, answerForm } from './accept.ts';
import { answerBody, answerHeaders, errorText, idOf, sse } from './answers.ts';
import { asMeant } from './as-meant.ts';
import { clientName } from './client-name.ts';
import { instructions } from './instructions.ts';
import type { McpAnswer, McpRequest, Seen } from './request.ts';
import { createResponder, type Responder, refuseOverLimit } from './responder.ts';
import { Subscriptions, type WatchKey } from './subscriptions.ts';
import { createSurface } from './surface.ts';

export interface McpEndpointOptions {
  api: V2Api;
  version: string;
  /** The OpenAPI document as JSON. */
  openApi: () => string;
  /** A sentence that says where to make a key, for the refusal of a call without one. */
  howToGetKey: string;
  /** The origin of the dashboard's pages, for links to them. */
  dashboardUrl: string;
  /** Links to rows that no model is to read. */
  links: ExportLinks;
  confirmations: Confirmations;
  /** Milliseconds. */
  now: () => number;
  watchKey: WatchKey;
  /** What a remote API behind the port has of the contract; the data is our own where left out. */
  offer?: () => RemoteOffer;
  /** Called for a failure whose details the answer does not contain. */
  failed: (error: unknown, at: Pick<RpcExchange, 'requestId' | 'words'>) => void;
  /** What of a call's arguments the audit trail keeps; nothing where left out. */
  shownArguments?: ((args: Readonly<Record<string, unknown>>, words: CallerWords) => string) | undefined;
}

export interface McpEndpoint {
  /** @throws Problem for what HTTP refuses: 400, 403, 405, 406, 415, 429 (contract §1, §4) */
  handle(request: McpRequest): Promise<McpAnswer>;
  /** Ends the open subscriptions in order. */
  close(): void;
}

/** The endpoint behind `/mcp`: streamable HTTP in both eras, without sessions. */
export async function createMcpEndpoint(options: McpEndpointOptions): Promise<McpEndpoint> {
  const surface = createSurface(options);
  const servers = serversOver(surface, instructions);
  return mountServers(await connectProtocol(servers, holdsSampleData, await toolCallsOver(surface)), options);
}

export function holdsSampleData({ caller }: RpcExchange): boolean {
  return caller?.holdsSampleData === true;
}

/** The endpoint over any servers: its HTTP and JSON-RPC side does not depend on what they offer. */
export function mountServers(
  protocol: Protocol<RpcExchange>,
  options: Pick<McpEndpointOptions, 'watchKey' | 'offer'>,
): McpEndpoint {
  const subscriptions = new Subscriptions(options.watchKey);
  const responder = createResponder(protocol, subscriptions);
  return {
    handle: (request) => handle(responder, request, options.offer?.()),
    close: () => subscriptions.close(),
  };
}

async function handle(responder: Responder, request: McpRequest, offer: RemoteOffer | undefined): Promise<McpAnswer> {
  const form = checkedForm(request);
  const exchange = exchangeOf(request, offer);
  const body = asMeant(parseJson(request.body));
  const headers = protocolHeaders(request);
  const route: Route = body === malformed ? notJson : routeOf(body, headers);
  const seen = (era: Seen['era'], method: string): Seen => {
    return {
      era,
      method,
      client: clientName(body, request.headers['user-agent'], request.words),
      calls: exchange.calls,
    };
  };
  switch (route.kind) {
    case 'shared': {
      const text = await responder.one(route.era, route.message, exchange);
      const answered = answer(form, [text], false, exchange, seen(route.era, responder.methodName(route.message)));
      const stepUp = stepUpOf(exchange);
      return stepUp === null ? answered : { ...answered, stepUp };
    }
    case 'batch': {
      const texts = await responder.batch(route.messages, exchange, request.spendMore);
      if (texts.length === 0) return { status: 202, headers: {}, body: null, seen: seen('legacy', 'batch') };
      return answer(form, texts, true, exchange, seen('legacy', 'batch'));
    }
    case 'accepted':
      refuseOverLimit(exchange.retryAfterSeconds);
      return { status: 202, headers: {}, body: null, seen: seen('legacy', responder.methodName(body)) };
    case 'sdk': {
      const { status, text, stream } = await responder.bySdk(route.message, headers, exchange);
      const method = responder.methodName(route.message);
      if (stream !== null) return { status, headers: sse, body: stream, seen: seen('modern', method) };
      if (text === '') return { status, headers: {}, body: null, seen: seen('modern', method) };
      return { ...answer(form, [text], false, exchange, seen('modern', method)), status };
    }
    case 'refused': {
      refuseOverLimit(exchange.retryAfterSeconds);
      const text = errorText(idOf(body), route.error, exchange.words);
      return { ...answer(form, [text], false, exchange, seen(null, responder.methodName(body))), status: route.status };
    }
  }
}

/** Of a single call alone: a batch has answers of its own for the others. */
function stepUpOf({ calls, access }: RpcExchange): readonly Scope[] | null {
  const [call] = calls;
  return call?.outcome === 'INSUFFICIENT_SCOPE' ? stepUpFor(access, call.tool) : null;
}

const notJson: Route = {
  kind: 'refused',
  status: 400,
  error: { code: -32700, message: 'Parse error: the body is not JSON.' },
};

function answer(
  form: AnswerForm,
  texts: readonly string[],
  isBatch: boolean,
  { retryAfterSeconds }: RpcExchange,
  seen: Seen,
): McpAnswer {
  const headers = answerHeaders(form);
  return {
    status: 200,
    headers: retryAfterSeconds === null ? headers : { ...headers, 'retry-after': String(retryAfterSeconds) },
    body: answerBody(form, texts, isBatch),
    seen,
  };
}

/** What the answer is sent as, once the request is one that this endpoint takes. */
function checkedForm({ method, headers }: McpRequest): AnswerForm {
  if (method !== 'POST') {
    throw new Problem('METHOD_NOT_ALLOWED', 'MCP takes POST here; there are no sessions and no GET stream.', {
      allow: ['POST'],
    });
  }
  const type = headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send JSON: Content-Type must be application/json.');
  }
  const form = answerForm(headers.accept);
  if (form === null) {
    throw new Problem('NOT_ACCEPTABLE', 'Accept must allow application/json or text/event-stream.');
  }
  return form;
}

function exchangeOf(request: McpRequest, offer: RemoteOffer | undefined): RpcExchange {
  const choice = listChoiceOf(request.search, headerText(request.headers['x-mcp-toolsets']));
  const may = accessOf(request.principal, request.keyPlace, choice.readOnly);
  const access = offer === undefined ? may : { ...may, offer };
  const { principal, requestId, words, signal, address, retryAfterSeconds } = request;
  const isNarrowed = principal !== null && access.scopes !== principal.scopes;
  const caller = isNarrowed ? { ...principal, scopes: access.scopes } : principal;
  return { caller, access, choice, requestId, words, signal, address, retryAfterSeconds, calls: [] };
}

function protocolHeaders({ headers }: McpRequest): ProtocolHeaders {
  return {
    version: headerText(headers['mcp-protocol-version']),
    method: headerText(headers['mcp-method']),
    name: headerText(headers['mcp-name']),
  };
}

function headerText(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}

const malformed = Symbol('malformed');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Answered as −32700.
    return malformed;
  }
}
