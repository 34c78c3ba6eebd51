import { Problem } from '../../contract/problem.ts';
import type { Exchange } from '../../http/exchange.ts';
import { oidcCallbackPath, oidcProvider } from '../auth/oidc.ts';
import type { DashboardContext } from '../dashboard-context.ts';

/** The way back from the OpenID Connect provider: sends the browser on with a session or with `?error=…`. */
export async function serveOidcCallback(context: DashboardContext, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  exchange.route = oidcCallbackPath;
  if (context.config.oidc === null) throw new Problem('NOT_FOUND', 'This server has no OpenID Connect provider.');
  if (request.method !== 'GET') throw new Problem('METHOD_NOT_ALLOWED', 'This path takes GET.', { allow: ['GET'] });
  const headers = new Headers();
  if (request.headers.cookie !== undefined) headers.set('cookie', request.headers.cookie);
  const query = { ...Object.fromEntries(new URLSearchParams(exchange.search)), provider: oidcProvider } as const;
  const answer = await (await context.auth()).api.finishOidc({ query, headers, asResponse: true });
  const location = answer.headers.get('location');
  if (location === null) throw new Problem('BAD_REQUEST', 'This is no answer of a sign-in that was begun here.');
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
  const headers302 = { Location: location, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };
  response.writeHead(302, Object.assign(exchange.headers, headers302));
  response.end();
}
