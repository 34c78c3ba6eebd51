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
import { createConnectSweep } from '../oauth/sweep.ts';
import { systemResolver } from '../outbound/system-resolver.ts';
import type { Sweep } from '../store/sweep.ts';
import type { Opened } from './opened.ts';

/** The second front door, and what the dashboard needs of it. */
export interface ComposedConnect {
  context: ConnectContext;
  /** The door, for the requests of its origin. */
  door: (doors: DoorSetting) => RequestListener;
  sweep: Sweep;
}

interface DoorSetting {
  mcp: Pick<McpEndpoint, 'handle'>;
  verifier: Pick<OwnVerifier, 'verifyToken'>;
  ended: (exchange: Exchange) => void;
  failed: (exchange: Exchange, error: unknown) => void;
}

/** Puts the door together where there is one; null where it is closed. */
export function composeConnect(
  { config, outside, log, serving }: Opened,
  keys: KeyContext,
  onError: (error: unknown) => void,
): ComposedConnect | null {
  const { connect } = config;
  if (connect === null) return null;
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
    door: ({ mcp, verifier, ended, failed }) =>
      createFrontDoor({
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
      }),
    sweep: createConnectSweep(keys.store, keys.now, onError),
  };
}

/** The two doors on one port, told apart by the host that a request names: what names neither is the first's to refuse. */
export function byHost(
  connectUrl: string,
  { first, second }: { first: RequestListener; second: RequestListener },
): RequestListener {
  const { hostname } = new URL(connectUrl);
  return (request, response) => {
    const host = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname.replace(/\.$/, '');
    (host === hostname ? second : first)(request, response);
  };
}
