import { type Wanted, wantedForm } from '../../api/rows/accepted-form.ts';
import type { RawInput } from '../../contract/parse.ts';
import { Problem } from '../../contract/problem.ts';
import { readQueryString } from '../../contract/query-string.ts';
import { createMatcher } from '../../contract/route.ts';
import type { RowShape } from '../../contract/rows.ts';
import type { Exchange } from '../../http/exchange.ts';
import { readJson } from '../../http/read-json.ts';
import { send, sendEmpty } from '../../http/send.ts';
import { FileAnswer } from '../contract/file-answer.ts';
import { type DashboardRoute, dashboardApiBase } from '../contract/route.ts';
import { allDashboardRoutes, type DashboardRouteId } from '../contract/routes.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { asMember, asPerson, beginVisit, renewVisit, type Visit } from '../people/visit.ts';
import { type DashboardReply, dispatch } from './dispatch.ts';
import type { DashboardHandlers } from './handlers.ts';
import { routeRows, rowsOfRoute } from './route-rows.ts';
import { requireOwnPage } from './same-origin.ts';
import { sendFile } from './send-file.ts';

const match = createMatcher(allDashboardRoutes);
const fullKey = /ca_(?:live|ocs)_[0-9A-Za-z]{43}/;

interface Serving {
  context: DashboardContext;
  handlers: DashboardHandlers;
}

/** Answers one request to the dashboard's own API. @throws Problem */
export async function serveApi(serving: Serving, exchange: Exchange): Promise<void> {
  const method = exchange.request.method === 'HEAD' ? 'GET' : (exchange.request.method ?? '');
  const found = match(method, exchange.path.slice(dashboardApiBase.length));
  if (found.kind === 'not_found') throw new Problem('NOT_FOUND', 'There is no such route in the dashboard API.');
  if (found.kind === 'method_not_allowed') {
    throw new Problem('METHOD_NOT_ALLOWED', `This path takes ${found.allow.join(', ')}.`, { allow: found.allow });
  }
  const { operation: route, params } = found;
  exchange.route = dashboardApiBase + route.path;
  if (method !== 'GET') requireOwnPage(exchange.request, serving.context.config.publicUrls.dashboard);
  const rows = rowsOfRoute(route.id);
  const wanted: Wanted<RowShape> = rows === null ? { kind: 'json' } : wantedForm(exchange, rows);
  const visit = await beginVisit(serving.context, exchange);
  try {
    const reply = await dispatch(serving, route.id, visit, async () => {
      const wasLate = !exchange.request.complete;
      const raw = await readInput(route, params, exchange);
      if (wasLate) await renewVisit(serving.context, exchange, visit);
      return { raw, wasLate };
    });
    // Whoever signed in just now is somebody from here on.
    exchange.personId = visit.visitor?.person.id ?? null;
    setCookies(exchange, visit);
    if (reply.body instanceof FileAnswer) {
      await sendFile(exchange, reply.body, () => stillMay(serving.context, exchange, route, visit));
    } else sendReply(exchange, route, wanted, reply);
  } catch (error) {
    setCookies(exchange, visit);
    throw error;
  }
}

async function readInput(
  route: DashboardRoute,
  params: Readonly<Record<string, string>>,
  exchange: Exchange,
): Promise<RawInput> {
  return {
    params,
    query: readQueryString(route.query, new URLSearchParams(exchange.search)),
    body: route.method === 'GET' ? undefined : await readJson(exchange),
  };
}

/** A refused session's cookie goes too, so that the browser does not send it for ever. */
function setCookies({ response }: Exchange, { cookies }: Visit): void {
  if (cookies.length > 0 && !response.headersSent) response.setHeader('Set-Cookie', cookies);
}

/** Somebody may lose the role or the session while a file is on its way. @throws Problem */
async function stillMay(
  context: DashboardContext,
  exchange: Exchange,
  { access }: DashboardRoute,
  visit: Visit,
): Promise<void> {
  await renewVisit(context, exchange, visit);
  if (access === 'open') return;
  if (access === 'person') await asPerson(context, visit);
  else await asMember(context, visit, access);
}

function sendReply(
  exchange: Exchange,
  route: DashboardRoute & { readonly id: DashboardRouteId },
  wanted: Wanted<RowShape>,
  { status, body }: DashboardReply,
): void {
  // Nothing of a session may stay in a cache, the browser's own included.
  const headers = { 'Cache-Control': 'no-store' };
  if (body === undefined) {
    sendEmpty(exchange, 204, headers);
    return;
  }
  const { text, headers: of } =
    wanted.kind === 'rows'
      ? routeRows(route.id, wanted.form, wanted.rows, body)
      : { text: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  if (route.secretAnswer !== true && fullKey.test(text)) {
    throw new Error(`${route.id} would have answered with a full key`);
  }
  send(exchange, status, { ...headers, ...of }, text);
}
