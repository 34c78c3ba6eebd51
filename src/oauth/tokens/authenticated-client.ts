import type { Presented } from '../../http/credentials.ts';
import type { Exchange } from '../../http/exchange.ts';
import { readClient } from '../clients/client-rows.ts';
import type { ConnectContext } from '../connect-context.ts';
import { readForm, singleValues } from '../form.ts';
import type { LibraryAnswer } from '../library/provider.ts';
import { OAuthError, type OAuthErrorCode, paused } from '../oauth-error.ts';
import { isThisServer, resourceOf } from '../resource.ts';
import { basicCredentials, requireSecret } from './client-secret.ts';

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
export async function readClientForm(
  context: ConnectContext,
  exchange: Exchange,
  presented: readonly Presented[],
): Promise<ClientForm> {
  const { store, connectUrl } = context;
  const given = await readForm(exchange);
  const values = singleValues(given);
  const basic = basicCredentials(presented);
  const clientId = values.get('client_id') ?? basic?.clientId ?? subjectOf(values.get('client_assertion'));
  const row = clientId === null ? undefined : await readClient(store.read, clientId);
  if (row === undefined) throw new OAuthError('invalid_client', 'This client is not known here. Register it again.');
  if (given.getAll('resource').some((resource) => !isThisServer(connectUrl, resource))) {
    throw new OAuthError('invalid_target', 'No such resource is served here.');
  }
  if (row.secret_hash !== null) await requireSecret(context, row.client_id, row.secret_hash, { values, basic });
  const form = new URLSearchParams([...values]);
  // To the library such a client is one without a secret: it could keep one only in a form that it can read again.
  if (row.secret_hash !== null) form.delete('client_secret');
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

/** What the library says where the host of a client's keys does not answer. */
const unfetchedKeys = 'failed to fetch client JWKS';

/** A refusal of the library's in the words that clients act on: it knows no 401 for clients, and says of codes what it likes. */
export function refusalOf({ status, body }: LibraryAnswer): OAuthError {
  const { error, error_description: description } = body;
  if (status >= 500 || typeof error !== 'string') return new OAuthError('server_error', 'Something went wrong here.');
  const said = typeof description === 'string' ? description : error;
  // No fault of the client's, which would throw away what it has.
  if (said === unfetchedKeys) return paused('The keys of this client could not be fetched.');
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
