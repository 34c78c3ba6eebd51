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
  const query = { limit: 100, include_total: false, q: typed.slice(0, 128) };
  const { body } = await api.list_creators({ params: {}, query, body: null }, { caller, requestId, signal });
  return body.data.map(({ name }) => name);
}
