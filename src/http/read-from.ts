import type { Principal } from '../contract/principal.ts';
import type { Authenticated } from './authenticate.ts';
import type { Exchange } from './exchange.ts';

/**
 * Reads a body, and returns who the caller is now. A client may take half a minute to send a body, and its key may be
 * revoked during that time: if the body was not complete when the key was checked, the key is checked again.
 * @throws Problem what `read` throws; for a key that is no longer good, what `authenticate` throws
 */
export async function readFrom<Body>(
  found: Authenticated | null,
  exchange: Exchange,
  read: (exchange: Exchange) => Promise<Body>,
): Promise<{ body: Body; principal: Principal | null }> {
  const wasHere = exchange.request.complete;
  const body = await read(exchange);
  if (found === null) return { body, principal: null };
  return { body, principal: wasHere ? found.principal : await found.again() };
}
