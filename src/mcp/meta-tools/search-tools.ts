import { mayCall, scopeOf } from '../call/access.ts';
import { showTool } from '../call/lists.ts';
import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import type { Arguments } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';
import { findTools } from '../search/find-tools.ts';

/** `search_tools`: never one that the key may not call. */
export async function searchTools(args: Arguments, { access }: MetaToolContext): Promise<Record<string, unknown>> {
  const { query, limit } = parseArguments(metaToolSchemas.search_tools.input, args);
  const tools = findTools(query, (tool) => mayCall(access, tool)).slice(0, limit);
  const found = tools.map((tool) => {
    const { name, title, description, inputSchema } = showTool(tool);
    return { name, title, description, scope: scopeOf(tool) ?? 'open', input_schema: inputSchema };
  });
  return found.length > 0
    ? { tools: found }
    : { tools: found, hint: 'Nothing found. get_help with topic "tools" lists all.' };
}
