import { catalog } from '../../../tools/catalog.ts';
import { allows, type Scope } from '../../contract/scope.ts';
import { type Access, mayCall, type RemoteOffer, scopeOf } from '../../mcp/call/access.ts';
import { listChoiceOf, standingList } from '../../mcp/call/list-choice.ts';
import { visibleTools } from '../../mcp/call/lists.ts';
import { estimateTokens } from '../../mcp/call/token-estimate.ts';

/** What a key with these scopes can do with each tool that there is, in the catalog's order. */
export function keyTools(scopes: readonly Scope[], offer: RemoteOffer | undefined) {
  const access = accessWith(scopes, offer);
  const there = catalog.filter(({ name }) => offer?.lacking.has(name) !== true);
  return there.map((tool) => {
    const needed = scopeOf(tool) ?? 'read';
    return {
      name: tool.name,
      title: tool.title,
      group: tool.group,
      pinned: tool.pinned === true,
      needed_scope: needed,
      allowed: mayCall(access, tool),
      missing_scope: allows(scopes, needed) ? null : needed,
    };
  });
}

/** What the lists of such a key cost a model: name, title, description and input schema (contract §4, Limits). */
export function listCosts(
  scopes: readonly Scope[],
  offer: RemoteOffer | undefined,
): { list_tokens: number; all_tokens: number } {
  const access = accessWith(scopes, offer);
  const cost = (choice: typeof standingList) =>
    visibleTools(access, choice)
      .map(({ name, title, description, inputSchema }) => JSON.stringify({ name, title, description, inputSchema }))
      .reduce((tokens, text) => tokens + estimateTokens(text), 0);
  return { list_tokens: cost(standingList), all_tokens: cost(listChoiceOf('tools=all', undefined)) };
}

function accessWith(scopes: readonly Scope[], offer: RemoteOffer | undefined): Access {
  return { scopes, narrowed: null, ...(offer !== undefined && { offer }) };
}
