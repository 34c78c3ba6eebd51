import { mayCall, scopeOf } from '../call/access.ts';
import { showTool } from '../call/lists.ts';
import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import type { Arguments } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';
import { findTools } from '../search/find-tools.ts';
import { readyCall } from '../search/ready-call.ts';

const howToCall =
  'Call a tool by its name. If your client refuses the name as not listed, make its `call` instead, with what stands in {braces} filled in.';

/** `search_tools`: never one that the key may not call. */
export async function searchTools(args: Arguments, { access }: MetaToolContext): Promise<Record<string, unknown>> {
  const { query, limit } = parseArguments(metaToolSchemas.search_tools.input, args);
  const tools = findTools(query, (tool) => mayCall(access, tool)).slice(0, limit);
  const found = tools.map((tool) => {
    const { name, title, description, inputSchema } = showTool(tool, access);
    const scope = scopeOf(tool) ?? 'open';
    return { name, title, description, scope, ...readyCall(tool), input_schema: inputSchema };
  });
  return { hint: found.length > 0 ? howToCall : 'Nothing found. get_help with topic "tools" lists all.', tools: found };
}
