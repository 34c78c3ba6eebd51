import { Problem } from '../../contract/problem.ts';
import { clientAddress } from '../../http/client-address.ts';
import type { Exchange } from '../../http/exchange.ts';
import { oidcCallbackPath, oidcProvider } from '../auth/oidc.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { tellOfSignIn } from '../mail/note-sign-in.ts';
import { visitorOf } from '../people/visitor.ts';

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
  await tellOfArrival(context, exchange, cookies);
  const headers302 = { Location: location, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };
  response.writeHead(302, Object.assign(exchange.headers, headers302));
  response.end();
}

/** A session that began here is one of the cookies that are set. */
async function tellOfArrival(
  context: DashboardContext,
  { request, words }: Exchange,
  cookies: readonly string[],
): Promise<void> {
  if (context.mail === null) return;
  const headers = new Headers({ cookie: cookies.map((line) => line.split(';', 1)[0]).join('; ') });
  const { visitor } = await visitorOf(context, headers);
  if (visitor === null) return;
  await tellOfSignIn(context, {
    personId: visitor.person.id,
    address: clientAddress(request, context.config.trustProxy),
    userAgent: words.kept(request.headers['user-agent'] ?? ''),
  });
}
