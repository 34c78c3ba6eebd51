import { Problem } from '../../contract/problem.ts';
import { type Answering, allowRequest, denyRequest } from '../../oauth/authorize/answer-request.ts';
import { askedFor } from '../../oauth/authorize/authorization-query.ts';
import { openRequest, takeRequest, type WaitingRequest } from '../../oauth/authorize/requests.ts';
import { type KnownClient, keptClient } from '../../oauth/clients/known-client.ts';
import { readRedirect } from '../../oauth/clients/redirects.ts';
import type { ConnectContext } from '../../oauth/connect-context.ts';
import { presentBrowser, requestBrowser } from '../connected-apps/request-browser.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { PersonVisit, Visit } from '../people/visit.ts';
import type { OpenHandlers, PersonHandlers } from '../server/handlers.ts';

export function openConnectRequestHandlers(context: DashboardContext): Pick<OpenHandlers, 'open_connect_request'> {
  return {
    async open_connect_request({ body: { reference } }, visit) {
      const connect = requireOpenDoor(context);
      const request = await openRequest(connect, reference, requestBrowser(context, visit));
      const client = request === null ? null : await keptClient(connect.store, request.clientId);
      if (request === null || client === null) throw over();
      const { redirectUri, wished } = askedFor(request.signedQuery);
      const redirect = readRedirect(redirectUri);
      if (redirect === null) throw over();
      return {
        status: 200,
        body: {
          data: {
            type: 'connect_request',
            client: { name: client.name, host: client.host },
            redirect: { kind: redirect.kind, host: redirect.host },
            wished_scopes: [...wished],
            expires_at: request.expiresAt,
          },
        },
      };
    },
  };
}

export function personConnectRequestHandlers(
  context: DashboardContext,
): Pick<PersonHandlers, 'deny_connect_request' | 'allow_connect_request'> {
  return {
    async deny_connect_request({ body: { reference } }, visit) {
      const connect = requireOpenDoor(context);
      const { request } = await take(context, connect, visit, reference);
      return { status: 200, body: answer(await denyRequest(connect, request, answering(visit))) };
    },

    async allow_connect_request({ body: { reference, organization_id: organizationId, scope } }, visit) {
      const connect = requireOpenDoor(context);
      const taken = await take(context, connect, visit, reference);
      return {
        status: 200,
        body: answer(await allowRequest(connect, taken, answering(visit), { organizationId, scope })),
      };
    },
  };
}

function answer(url: string) {
  return { data: { type: 'connect_answer' as const, url } };
}

/** @throws Problem NOT_FOUND where apps cannot sign in here */
function requireOpenDoor({ connect }: DashboardContext): ConnectContext {
  if (connect === null) throw new Problem('NOT_FOUND', 'Apps cannot sign in to this server.');
  return connect;
}

async function take(
  context: DashboardContext,
  connect: ConnectContext,
  visit: Visit,
  reference: string,
): Promise<{ request: WaitingRequest; client: KnownClient }> {
  const browser = presentBrowser(context, visit);
  const request = browser === null ? null : await takeRequest(connect, reference, browser);
  const client = request === null ? null : await keptClient(connect.store, request.clientId);
  if (request === null || client === null) throw over();
  return { request, client };
}

/** One answer for what never was, what is over, and what another browser has. */
function over(): Problem {
  return new Problem('NOT_FOUND', 'This request is over, or was opened elsewhere. Start again in the app.');
}

function answering({ visitor, headers }: PersonVisit): Answering {
  return { personId: visitor.person.id, cookie: headers.get('cookie') ?? '' };
}
