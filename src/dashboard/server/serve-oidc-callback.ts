import { Problem } from '../../contract/problem.ts';
import type { Exchange } from '../../http/exchange.ts';
import { oidcCallbackPath, oidcProvider } from '../auth/oidc.ts';
import { isProviderRefusal } from '../contract/provider-refusals.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { settleBegun } from '../people/begun-session.ts';
import { beginVisit, type Visit } from '../people/visit.ts';
import { visitorOf } from '../people/visitor.ts';

/** The way back from the OpenID Connect provider: sends the browser on with a session or with `?error=…`. */
export async function serveOidcCallback(context: DashboardContext, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  exchange.route = oidcCallbackPath;
  if (context.config.oidc === null) throw new Problem('NOT_FOUND', 'This server has no OpenID Connect provider.');
  if (request.method !== 'GET') throw new Problem('METHOD_NOT_ALLOWED', 'This path takes GET.', { allow: ['GET'] });
  const visit = await beginVisit(context, exchange);
  const { headers } = visit;
  const query = { ...Object.fromEntries(new URLSearchParams(exchange.search)), provider: oidcProvider } as const;
  const answer = await (await context.auth()).api.finishOidc({ query, headers, asResponse: true });
  const location = answer.headers.get('location');
  if (location === null) throw new Problem('BAD_REQUEST', 'This is no answer of a sign-in that was begun here.');
  visit.cookies = answer.headers.getSetCookie();
  await settleWhatBegan(context, visit);
  exchange.personId = visit.visitor?.person.id ?? null;
  const why = new URL(location, context.config.publicUrls.dashboard).searchParams.get('error') ?? '';
  if (visit.visitor === null && isTurnedAway(why)) {
    context.noteRefused({ address: visit.address, by: null, account: null, isKnown: false, at: 'provider' });
  }
  if (visit.cookies.length > 0) response.setHeader('Set-Cookie', visit.cookies);
  const headers302 = { Location: location, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };
  response.writeHead(302, Object.assign(exchange.headers, headers302));
  response.end();
}

/** Whether the provider vouched for somebody who is not let in here: all else is no try to come in. */
function isTurnedAway(why: string): boolean {
  return isProviderRefusal(why) && why !== 'access_denied' && why !== 'provider_failed';
}

/** Whose session the answer's own cookie names, where it brings another one than the browser came with. */
async function settleWhatBegan(context: DashboardContext, visit: Visit): Promise<void> {
  const brought = visit.cookies.map((line) => line.slice(0, line.indexOf(';'))).join('; ');
  const { visitor } = await visitorOf(context, new Headers({ cookie: brought }));
  if (visitor === null || visitor.sessionId === visit.visitor?.sessionId) return;
  const { person, sessionId } = visitor;
  await settleBegun(context, visit, { person, sessionId, by: 'provider', passwordHash: null });
}
