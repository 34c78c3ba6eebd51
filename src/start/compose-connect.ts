import type { RequestListener } from 'node:http';
import { sessionCookiePrefix } from '../dashboard/auth/cookie-scope.ts';
import { createAllowLists } from '../http/allow-lists.ts';
import { createAuthenticator, tokenRefusals } from '../http/authenticate.ts';
import type { Exchange } from '../http/exchange.ts';
import { createFrontDoor } from '../http/front-door.ts';
import { httpsOnlyHosts } from '../http/strict-transport.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import type { OwnVerifier } from '../keys/verify.ts';
import { createMcpDoor } from '../mcp/mcp-door.ts';
import type { McpEndpoint } from '../mcp/protocol/endpoint.ts';
import type { ConnectContext } from '../oauth/connect-context.ts';
import { createConnectDoor } from '../oauth/connect-door.ts';
import { metadataOf } from '../oauth/documents/metadata.ts';
import { openConnect } from '../oauth/open-connect.ts';
import { resourceOf } from '../oauth/resource.ts';
import { createConnectSweep } from '../oauth/sweep.ts';
import { systemResolver } from '../outbound/system-resolver.ts';
import type { Sweep } from '../store/sweep.ts';
import type { Opened } from './opened.ts';

/** The second front door, and what the dashboard needs of it. */
interface ComposedConnect {
  /** Null where the door is closed. */
  context: ConnectContext | null;
  sweep: Sweep | null;
  /** The handlers of both listeners; the second is null where the doors share one, or this one is closed. */
  doors: (first: RequestListener, setting: DoorSetting) => Handlers;
}

interface Handlers {
  handler: RequestListener;
  connectHandler: RequestListener | null;
}

interface DoorSetting {
  mcp: Pick<McpEndpoint, 'handle'>;
  verifier: Pick<OwnVerifier, 'verifyToken'>;
  ended: (exchange: Exchange) => void;
  failed: (exchange: Exchange, error: unknown) => void;
}

/** Puts the door together where there is one. */
export function composeConnect(
  { config, outside, log, serving }: Opened,
  keys: KeyContext,
  onError: (error: unknown) => void,
): ComposedConnect {
  const { connect } = config;
  if (connect === null) return closed;
  const { url } = connect;
  const publicUrls = { dashboard: url, api: url, mcp: url };
  const context = openConnect({
    keys,
    setting: connect,
    dashboardUrl: config.publicUrls.dashboard,
    cookiePrefix: sessionCookiePrefix(config.publicUrls.dashboard),
    trustProxy: config.trustProxy,
    outbound: { allowed: config.outboundAllow, resolve: outside.resolve ?? systemResolver },
    logger: log.logger,
  });
  return {
    context,
    doors: (first, { mcp, verifier, ended, failed }) => {
      const second = createFrontDoor({
        removePrefix: () => undefined,
        allowLists: createAllowLists({ publicUrls, allowedOrigins: config.allowedOrigins }),
        httpsOnly: httpsOnlyHosts(publicUrls),
        serving,
        monotonic: outside.monotonic,
        ended,
        app: createConnectDoor({
          context,
          failed,
          tools: createMcpDoor({
            endpoint: mcp,
            failed,
            // Where others see it nobody sends a token.
            reads: (place) => place === 'authorization',
            signIn: (path) => ({ resourceMetadata: url + metadataOf(path), scope: 'read' }),
            authenticator: createAuthenticator({
              verifier: { verify: verifier.verifyToken },
              refusals: tokenRefusals,
              now: outside.now,
              ...config,
            }),
          }),
        }),
      });
      return connect.port === null
        ? { handler: byHost(url, { first, second }), connectHandler: null }
        : { handler: first, connectHandler: second };
    },
    sweep: createConnectSweep(keys.store, keys.now, onError),
  };
}

const closed: ComposedConnect = {
  context: null,
  sweep: null,
  doors: (first) => ({ handler: first, connectHandler: null }),
};

/** What tokens must be for, where there are any. */
export function tokenResourceOf({ connect }: Pick<Opened['config'], 'connect'>): { tokenResource?: string } {
  return connect === null ? {} : { tokenResource: resourceOf(connect.url) };
}

/** The two doors on one port, told apart by the host that a request names: what names neither is the first's to refuse. */
function byHost(
  connectUrl: string,
  { first, second }: { first: RequestListener; second: RequestListener },
): RequestListener {
  const { hostname } = new URL(connectUrl);
  return (request, response) => {
    const host = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname.replace(/\.$/, '');
    (host === hostname ? second : first)(request, response);
  };
}
