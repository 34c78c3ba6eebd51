import type { Exchange } from '../../http/exchange.ts';
import { readClient } from '../clients/client-rows.ts';
import type { ConnectContext } from '../connect-context.ts';
import { readForm, singleValues } from '../form.ts';
import type { LibraryAnswer } from '../library/provider.ts';
import { OAuthError, type OAuthErrorCode } from '../oauth-error.ts';
import { isThisServer, resourceOf } from '../resource.ts';

/** A form that a client posts. */
export interface ClientForm {
  readonly clientId: string;
  readonly values: ReadonlyMap<string, string>;
  /** As the library is to see it. */
  readonly form: URLSearchParams;
}

/**
 * Reads what a client posts, and who it says it is. One that is not known is told so with 401, whatever it came for: then
 * it registers anew.
 * @throws OAuthError
 */
export async function readClientForm({ store, connectUrl }: ConnectContext, exchange: Exchange): Promise<ClientForm> {
  const given = await readForm(exchange);
  const values = singleValues(given);
  const clientId = values.get('client_id') ?? subjectOf(values.get('client_assertion'));
  const row = clientId === null ? undefined : await readClient(store.read, clientId);
  if (row === undefined) throw new OAuthError('invalid_client', 'This client is not known here. Register it again.');
  if (given.getAll('resource').some((resource) => !isThisServer(connectUrl, resource))) {
    throw new OAuthError('invalid_target', 'No such resource is served here.');
  }
  const form = new URLSearchParams([...values]);
  form.set('client_id', row.client_id);
  form.set('resource', resourceOf(connectUrl));
  return { clientId: row.client_id, values, form };
}

/** @throws OAuthError for a client that does not prove to be the one that it says */
export async function requireClient({ provider }: ConnectContext, { form }: ClientForm): Promise<void> {
  const answer = await (await provider()).authenticate(form);
  if (answer.status !== 200) throw refusalOf(answer);
}

const codes: ReadonlySet<string> = new Set<OAuthErrorCode>([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'invalid_target',
]);

/** A refusal of the library's in the words that clients act on: it knows no 401 for clients, and says of codes what it likes. */
export function refusalOf({ status, body }: LibraryAnswer): OAuthError {
  const { error, error_description: description } = body;
  if (status >= 500 || typeof error !== 'string') return new OAuthError('server_error', 'Something went wrong here.');
  const said = typeof description === 'string' ? description : error;
  return new OAuthError(isCode(error) ? error : 'invalid_request', said.replace(/[^\x20-\x7e]/g, '?').slice(0, 200));
}

function isCode(text: string): text is OAuthErrorCode {
  return codes.has(text);
}

/** Whom an assertion is about; its signature is looked at by the library. */
function subjectOf(assertion: string | undefined): string | null {
  const [, payload] = assertion?.split('.') ?? [];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'sub' in claims && typeof claims.sub === 'string'
      ? claims.sub
      : null;
  } catch {
    return null;
  }
}
