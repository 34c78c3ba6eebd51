import type { Reply } from '../../contract/port.ts';
import type { Principal } from '../../contract/principal.ts';

/**
 * Usage as the caller may see it. What keys are called says who works with what: like the list of keys it is for those
 * who may write; others see the calls of each key, and the name of their own alone.
 */
export function withKeyNamesFor(caller: Principal, reply: Reply<'get_usage'>): Reply<'get_usage'> {
  const { data } = reply.body;
  // A remote API may leave it out, or mean something else by it: it is ours.
  const { api_calls: said } = { ...data };
  if (caller.scopes.includes('write') || !Array.isArray(said)) return reply;
  const api_calls = said.map((used) => (used?.key_id === caller.keyId ? used : { ...used, key_name: null }));
  return { ...reply, body: { ...reply.body, data: { ...data, api_calls } } };
}
