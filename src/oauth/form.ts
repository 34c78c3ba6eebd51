import type { Exchange } from '../http/exchange.ts';
import { readBody } from '../http/read-body.ts';
import { OAuthError } from './oauth-error.ts';

/** Longer than a signed assertion with all else. */
const mostCharacters = 16_384;

/** Named more than once it would be read differently by one and by another (RFC 6749 §3.1); of `resource` there may be several. */
export function singleValues(parameters: URLSearchParams): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (name === 'resource') continue;
    if (values.has(name)) throw new OAuthError('invalid_request', 'A parameter is there more than once.');
    // Sent without a value it is as if left out (RFC 6749 §3.1).
    if (value !== '') values.set(name, value);
  }
  return values;
}

/** @throws OAuthError invalid_request for any other body, or a longer one */
export async function readForm(exchange: Exchange): Promise<URLSearchParams> {
  const type = exchange.request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new OAuthError('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.');
  }
  const text = await readBody(exchange);
  if (text.length > mostCharacters) throw new OAuthError('invalid_request', 'The body is too long.');
  return new URLSearchParams(text);
}
