import type { Exchange } from '../../http/exchange.ts';
import { sendEmpty } from '../../http/send.ts';
import { knownClient } from '../clients/known-client.ts';
import type { ConnectContext } from '../connect-context.ts';
import { readForm, singleValues } from '../form.ts';
import { OAuthError } from '../oauth-error.ts';
import { queryForLibrary } from './authorization-query.ts';
import type { RefusedRequest } from './refused-request.ts';
import { keepRequest } from './requests.ts';

/**
 * RFC 6749 §4.1.1. Nobody is signed in at this origin, and nothing is asked here: the request is checked and handed over to
 * the dashboard's own pages.
 */
export async function authorize(context: ConnectContext, exchange: Exchange): Promise<void> {
  const { dashboardUrl } = context;
  const location = await next(context, exchange).catch((error: unknown) => {
    if (error instanceof OAuthError) return pageOf(dashboardUrl, reasonOf(error));
    throw error;
  });
  sendEmpty(exchange, 302, {
    Location: location,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Content-Length': 0,
  });
}

/** Where the browser goes on. */
async function next(context: ConnectContext, exchange: Exchange): Promise<string> {
  const { limits, connectUrl, dashboardUrl, provider } = context;
  limits.take(exchange, 'authorize');
  const isForm = exchange.request.method === 'POST';
  const parameters = isForm ? await readForm(exchange) : new URLSearchParams(exchange.search);
  const values = singleValues(parameters);
  const clientId = values.get('client_id');
  const client = clientId === undefined ? null : await knownClient(context, exchange, clientId);
  if (client === null) return pageOf(dashboardUrl, 'unknown_app');
  const query = queryForLibrary(connectUrl, values, parameters.getAll('resource'));
  const authorized = await (await provider()).authorize(query);
  switch (authorized.kind) {
    case 'answer':
      return authorized.location;
    case 'refused':
      return pageOf(dashboardUrl, authorized.code === 'invalid_redirect' ? 'wrong_redirect' : 'wrong_request');
    case 'ask': {
      const { signedQuery } = authorized;
      const reference = await keepRequest(context, { clientId: client.clientId, signedQuery });
      // Behind `#`, as in our other links: no server between here and there logs it.
      return `${dashboardUrl}/connect-app#${reference}`;
    }
  }
}

function pageOf(dashboardUrl: string, reason: RefusedRequest): string {
  return `${dashboardUrl}/connect-app?error=${reason}`;
}

function reasonOf({ code }: OAuthError): RefusedRequest {
  return code === 'temporarily_unavailable' ? 'too_many' : 'wrong_request';
}
