import { callTool, type ToolCaller } from './call-tool.ts';
import type { Exchange } from './exchange.ts';
import { visibleTools } from './lists.ts';
import { completePrompt } from './prompts/complete.ts';
import { checkedArguments } from './prompts/prompt.ts';
import { prompts } from './prompts/prompts.ts';
import { readResource, resourcesOf } from './resources.ts';
import { InvalidParams, type ListedPrompt, type Surface } from './sdk/surface.ts';

interface Offer extends ToolCaller {
  version: string;
  /** The OpenAPI document as JSON. */
  openApi: () => string;
}

/** All that the endpoint offers over the protocol. */
export function createSurface(offer: Offer): Surface<Exchange> {
  const resources = resourcesOf(offer.openApi);
  const listedResources = resources.map(({ text, ...listed }) => listed);
  return {
    identity: { name: 'creatoraudit', title: 'CreatorAudit', version: offer.version },
    tools: ({ access, choice }) => visibleTools(access, choice),
    callTool: (exchange, name, args) => callTool(offer, exchange, name, args),
    prompts: () => listedPrompts,
    prompt: async ({ words }, name, given) => {
      const prompt = Object.hasOwn(prompts, name) ? prompts[name] : undefined;
      if (prompt === undefined)
        throw new InvalidParams(`Unknown prompt. There are ${Object.keys(prompts).join(', ')}.`);
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
