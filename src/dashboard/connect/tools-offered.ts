import type { Exchange } from '../../http/exchange.ts';
import { accessOf, type RemoteOffer } from '../../mcp/call/access.ts';
import { listChoiceOf } from '../../mcp/call/list-choice.ts';
import { visibleTools } from '../../mcp/call/lists.ts';

/** How many tools a connection's list holds; null where it has none because its options are refused. */
export function toolsOffered(
  { request, search, principal, keyPlace }: Exchange,
  offer: RemoteOffer | undefined,
): number | null {
  const toolsets = request.headers['x-mcp-toolsets'];
  try {
    const choice = listChoiceOf(search, typeof toolsets === 'string' ? toolsets : undefined);
    const access = accessOf(principal, keyPlace, choice.readOnly);
    return visibleTools(offer === undefined ? access : { ...access, offer }, choice).length;
  } catch {
    // The client was told already: an unknown group, or a key in a URL where the organization forbids it.
    return null;
  }
}
