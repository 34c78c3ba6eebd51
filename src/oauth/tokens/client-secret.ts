import type { Presented } from '../../http/credentials.ts';
import { clientSecretPrefix, isToken } from '../../keys/format.ts';
import { tokenHashes } from '../../keys/grants/look-up.ts';
import type { ConnectContext } from '../connect-context.ts';
import { OAuthError } from '../oauth-error.ts';

export interface BasicCredentials {
  readonly clientId: string;
  readonly secret: string;
}

/** What an `Authorization: Basic` says (RFC 6749 §2.3.1: both parts are form-encoded); null where there is none. */
export function basicCredentials(presented: readonly Presented[]): BasicCredentials | null {
  const said = presented.find(({ place }) => place === 'authorization')?.said.reveal() ?? '';
  const [, encoded] = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(said.trim()) ?? [];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0
    ? null
    : { clientId: formDecoded(decoded.slice(0, colon)), secret: formDecoded(decoded.slice(colon + 1)) };
}

function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}

interface Proof {
  readonly values: ReadonlyMap<string, string>;
  readonly basic: BasicCredentials | null;
}

/**
 * For a client that an owner gave a secret: it comes with it, in one of the two ways.
 * @param hash what the database has of the secret
 * @throws OAuthError invalid_client; invalid_request where it comes in both ways
 */
export async function requireSecret(
  { store, secrets }: Pick<ConnectContext, 'store' | 'secrets'>,
  clientId: string,
  hash: string,
  { values, basic }: Proof,
): Promise<void> {
  const inBody = values.get('client_secret');
  if (basic !== null && inBody !== undefined) {
    throw new OAuthError('invalid_request', 'Send the secret of the client in one way only.');
  }
  const secret = basic === null || basic.clientId !== clientId ? inBody : basic.secret;
  const hashes =
    secret !== undefined && isToken(clientSecretPrefix, secret) ? tokenHashes(secrets.current(), secret) : [];
  const [newest] = hashes;
  if (newest === undefined || !hashes.includes(hash)) throw unproven(basic !== null);
  if (newest === hash) return;
  // Kept under an older pepper, which may be taken away once nothing needs it.
  await store.write
    .updateTable('connect_clients')
    .set({ secret_hash: newest })
    .where('client_id', '=', clientId)
    .where('secret_hash', '=', hash)
    .execute();
}

/** RFC 6749 §5.2: whoever came with a header is told of the header. */
function unproven(byHeader: boolean): OAuthError {
  const headers = byHeader ? { 'WWW-Authenticate': 'Basic realm="CreatorAudit"' } : {};
  return new OAuthError('invalid_client', 'The secret of this client is not right.', { headers });
}
