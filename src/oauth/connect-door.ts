import type { RequestListener } from 'node:http';
import { Problem } from '../contract/problem.ts';
import { type Exchange, exchangeOf, type Handle } from '../http/exchange.ts';
import { send } from '../http/send.ts';
import { authorize } from './authorize/authorize.ts';
import { register } from './clients/register.ts';
import type { ConnectContext } from './connect-context.ts';
import { documentAt, endpointPaths } from './documents/metadata.ts';
import { OAuthError, sendOAuthError } from './oauth-error.ts';
import { revoke } from './tokens/revoke.ts';
import { token } from './tokens/token.ts';

interface DoorSetting {
  context: ConnectContext;
  /** The tools, for whoever has a token. */
  tools: Handle;
  failed: (exchange: Exchange, error: unknown) => void;
}

type Endpoint = (context: ConnectContext, exchange: Exchange) => Promise<void>;

const endpoints: Readonly<Record<keyof typeof endpointPaths, { methods: readonly string[]; answer: Endpoint }>> = {
  authorize: { methods: ['GET', 'POST'], answer: authorize },
  token: { methods: ['POST'], answer: token },
  register: { methods: ['POST'], answer: register },
  revoke: { methods: ['POST'], answer: revoke },
};

/** Both spellings of each: hosted clients that lose the metadata go to `/authorize`, `/token` and `/register`. */
const byPath: ReadonlyMap<string, keyof typeof endpointPaths> = new Map([
  ['/oauth2/authorize', 'authorize'],
  ['/authorize', 'authorize'],
  ['/oauth2/token', 'token'],
  ['/token', 'token'],
  ['/oauth2/register', 'register'],
  ['/register', 'register'],
  ['/oauth2/revoke', 'revoke'],
  ['/revoke', 'revoke'],
]);

/** The one door where apps sign people in. It has nothing else: no page, no REST, no key. */
export function createConnectDoor({ context, tools, failed }: DoorSetting): RequestListener {
  return (request) => {
    const exchange = exchangeOf(request);
    const { path } = exchange;
    if (/^\/(mcp\/?)?$/.test(path)) void tools(exchange);
    else void answer(context, exchange).catch((error: unknown) => failed(exchange, error));
  };
}

async function answer(context: ConnectContext, exchange: Exchange): Promise<void> {
  exchange.door = 'connect';
  // No key counts here, and none is remembered.
  exchange.presented = [];
  const { path } = exchange;
  const document = documentAt(path, { url: context.connectUrl, fetchesClients: context.documents !== null });
  if (document !== null) return sendDocument(exchange, document);
  const name = byPath.get(path);
  if (name === undefined)
    throw new Problem('NOT_FOUND', 'There is nothing here. Give the address of this server to your app.');
  const { methods, answer: serve } = endpoints[name];
  exchange.route = endpointPaths[name];
  requireMethod(exchange, methods);
  try {
    await serve(context, exchange);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    sendOAuthError(exchange, error);
  }
}

function sendDocument(exchange: Exchange, document: Record<string, unknown>): void {
  exchange.route = '/.well-known/{document}';
  requireMethod(exchange, ['GET', 'HEAD']);
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' };
  send(exchange, 200, headers, JSON.stringify(document));
}

function requireMethod({ request }: Exchange, methods: readonly string[]): void {
  if (methods.includes(request.method ?? '')) return;
  throw new Problem('METHOD_NOT_ALLOWED', `This path takes ${methods.join(', ')}.`, { allow: methods });
}
