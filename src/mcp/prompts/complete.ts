import { z } from 'zod';
import type { V2Api } from '../../contract/port.ts';
import type { RpcExchange } from '../call/rpc-exchange.ts';
import type { CompletionAsked } from '../sdk/surface.ts';
import { promptNamed } from './prompts.ts';

/**
 * Values that begin like, or contain, what was typed so far. Creators' names are asked with the caller's own key.
 * @throws InvalidParams for an unknown prompt
 */
export async function completePrompt(
  api: V2Api,
  exchange: RpcExchange,
  asked: CompletionAsked,
): Promise<readonly string[]> {
  const { arguments: taken } = promptNamed(asked.prompt);
  const argument = Object.hasOwn(taken, asked.argument) ? taken[asked.argument] : undefined;
  if (argument === undefined || argument.values === 'text') return [];
  if (argument.values === 'creator names') return await creatorNames(api, exchange, asked.typed);
  return argument.values.filter((value) => value.startsWith(asked.typed.toLowerCase()));
}

async function creatorNames(api: V2Api, exchange: RpcExchange, typed: string): Promise<readonly string[]> {
  const { caller, requestId, words, signal } = exchange;
  // Without a key there is no organization whose names could be shown.
  if (caller === null) return [];
  // No name holds a key, and this one is not searched for: the search may be somebody else's.
  if (words.shown(typed) !== typed) return [];
  const call = { caller, requestId, signal };
  const q = typed.trim().slice(0, 128);
  if (q === '') {
    const query = { limit: 100, include_total: false };
    const { body } = await api.list_creators({ params: {}, query, body: null }, call);
    return namesIn(body.data);
  }
  // Not a filter of the list: that is ours, and a remote API may not have it.
  const { body } = await api.search_workspace({ params: {}, query: { q, limit: mostFound }, body: null }, call);
  return namesIn({ ...body.data }.creators);
}

/** The most that a search answers of a kind. */
const mostFound = 25;

/** A remote API may leave names out. */
function namesIn(rows: unknown): readonly string[] {
  return z
    .array(named)
    .catch([])
    .parse(rows)
    .flatMap(({ name }) => (name === undefined ? [] : [name]));
}

const named = z.object({ name: z.string().optional().catch(undefined) }).catch({});
