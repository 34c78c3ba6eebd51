import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { Problem } from '../contract/problem.ts';
import { dashboardApiBase, dashboardRestBase } from '../dashboard/contract/route.ts';
import { createServeWeb } from '../dashboard/web/serve-web.ts';
import { type Exchange, exchangeOf, type Handle } from '../http/exchange.ts';
import { isMcpPath, rightPath } from '../http/right-path.ts';

interface AppSetting {
  rest: Handle;
  mcp: Handle;
  /** The dashboard's own API, and the v2 operations for whoever is signed in to it. */
  dashboard: { api: RequestHandler; rest: Handle };
  /** What stands in front of the page's paths. */
  prefix: string;
  failed: (exchange: Exchange, error: unknown) => void;
}

/**
 * The router behind the front door. The two doors that agents and scripts use are told by their path alone, which spares
 * them a third of their time; all else goes through Express.
 */
export function createApp({ rest, mcp, dashboard, prefix, failed }: AppSetting): RequestListener {
  const web = createWebApp({ dashboard, prefix, failed });
  return (request, response) => {
    const exchange = exchangeOf(request);
    if (exchange.path.startsWith('/v2/')) void rest(exchange);
    else if (isMcpPath(exchange.path)) void mcp(exchange);
    else web(request, response);
  };
}

/** Lean: what Express would add to each answer (an ETag, its name, a parsed query) is done elsewhere or not wanted. */
function createWebApp({ dashboard, prefix, failed }: Omit<AppSetting, 'rest' | 'mcp'>): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.use(dashboardRestBase, (request) => dashboard.rest(exchangeOf(request)));
  app.use(dashboardApiBase, dashboard.api);
  app.use(createServeWeb(prefix));
  // JSON, under /.well-known/ too: a page there would send MCP clients into an OAuth flow.
  app.use((request) => {
    throw new Problem(
      'NOT_FOUND',
      `There is nothing here. The API is at /v2, MCP at /mcp.${rightPath(request.path)}${hint(request.path)}`,
    );
  });
  const onError: ErrorRequestHandler = (error, request, _response, _next) => failed(exchangeOf(request), error);
  app.use(onError);
  return app;
}

/** Where OAuth clients look for a login, under /.well-known/ and by the paths of the protocol's first revision. */
const oauthPath = /^\/(\.well-known\/|(register|authorize|token)$)/;

/** Clients come here by themselves once a key was refused, and show their user this answer instead of that one. */
function hint(path: string): string {
  return oauthPath.test(path)
    ? ' There is no OAuth login: it authenticates with API keys. If a client asked for this by itself, its API key was missing or refused: check the key.'
    : '';
}
