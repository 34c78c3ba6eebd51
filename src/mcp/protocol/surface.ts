import { callTool, type ToolCaller } from '../call/call-tool.ts';
import { visibleTools } from '../call/lists.ts';
import type { RpcExchange } from '../call/rpc-exchange.ts';
import { metaToolHandlers } from '../meta-tools/handlers.ts';
import { completePrompt } from '../prompts/complete.ts';
import { checkedArguments } from '../prompts/prompt.ts';
import { promptNamed, prompts } from '../prompts/prompts.ts';
import type { ListedPrompt, Surface } from '../sdk/surface.ts';
import { readResource, resourcesOf } from './resources.ts';

interface Offer extends Omit<ToolCaller, 'metaTools'> {
  version: string;
  /** The OpenAPI document as JSON. */
  openApi: () => string;
}

/** All that the endpoint offers over the protocol. */
export function createSurface(offer: Offer): Surface<RpcExchange> {
  const caller: ToolCaller = { ...offer, metaTools: metaToolHandlers };
  const resources = resourcesOf(offer.openApi);
  const listedResources = resources.map(({ text, ...listed }) => listed);
  return {
    identity: { name: 'creatoraudit', title: 'CreatorAudit', version: offer.version },
    tools: ({ access, choice }) => visibleTools(access, choice),
    callTool: (exchange, name, args) => callTool(caller, exchange, name, args),
    prompts: () => listedPrompts,
    prompt: async ({ words }, name, given) => {
      const prompt = promptNamed(name);
      const text = prompt.text(checkedArguments(prompt, given, words));
      return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text } }] };
    },
    resources: () => listedResources,
    resource: async (_exchange, uri) => readResource(resources, uri),
    complete: (exchange, asked) => completePrompt(offer.api, exchange, asked),
    failed: (exchange, error) => offer.failed(error, exchange),
  };
}

const listedPrompts: readonly ListedPrompt[] = Object.entries(prompts).map(([name, prompt]) => ({
  name,
  title: prompt.title,
  description: prompt.description,
  arguments: Object.entries(prompt.arguments).map(([argument, { description, required }]) => ({
    name: argument,
    description,
    required,
  })),
}));
