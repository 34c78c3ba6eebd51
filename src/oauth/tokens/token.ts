import type { Exchange } from '../../http/exchange.ts';
import type { ConnectContext } from '../connect-context.ts';
import { OAuthError, sendJson } from '../oauth-error.ts';
import { readClientForm } from './authenticated-client.ts';
import { exchangeCode } from './exchange-code.ts';
import { refresh } from './refresh.ts';

/** RFC 6749 §3.2. @throws OAuthError */
export async function token(context: ConnectContext, exchange: Exchange): Promise<void> {
  context.limits.take(exchange, 'token');
  const posted = await readClientForm(context, exchange);
  switch (posted.values.get('grant_type')) {
    case 'authorization_code':
      return sendJson(exchange, 200, await exchangeCode(context, posted));
    case 'refresh_token':
      return sendJson(exchange, 200, await refresh(context, posted));
    default:
      throw new OAuthError('unsupported_grant_type', 'grant_type is authorization_code or refresh_token here.');
  }
}
