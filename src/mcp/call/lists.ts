import { apartTools, catalog, type Tool } from '../../../tools/catalog.ts';
import { operations } from '../../contract/operations.ts';
import type { ListedTool } from '../sdk/surface.ts';
import { type Access, mayCall } from './access.ts';
import type { ListChoice } from './list-choice.ts';
import { metaToolSchemas } from './meta-tool-schemas.ts';
import { openOutput, withoutProperties } from './remote-schema.ts';
import { inputSchemaOf, outputSchemaOf, schemaOf } from './tool-schema.ts';

/** A tool as lists and `search_tools` show it. Built once: schemas do not depend on the caller. */
const listed: ReadonlyMap<string, ListedTool> = new Map(
  [...catalog, ...apartTools].map((tool) => [tool.name, listedTool(tool)]),
);

/** The tools that a connection sees, in the catalog's fixed order. */
export function visibleTools(access: Access, choice: ListChoice): readonly ListedTool[] {
  const chosen = new Set<string>(choice.groups);
  return [...catalog, ...apartTools]
    .filter((tool) => mayCall(access, tool) && (chosen.has(tool.group) || (tool.pinned === true && chosen.has('core'))))
    .map((tool) => showTool(tool, access));
}

/** A tool as a connection is shown it: where a remote API has the data, without what that does not take. */
export function showTool(tool: Tool, { offer }: Pick<Access, 'offer'> = {}): ListedTool {
  const shown = listed.get(tool.name) ?? listedTool(tool);
  // Who asks, and what this server is, is answered here.
  if (offer === undefined || tool.kind === 'meta' || operations[tool.name].group === 'meta') return shown;
  return {
    ...shown,
    inputSchema: withoutProperties(shown.inputSchema, offer.unlisted.get(tool.name) ?? none),
    outputSchema: openOutput(shown.outputSchema),
  };
}

const none: ReadonlySet<string> = new Set();

/** Names what a list depends on, so that equal lists are serialised once. */
export function listKey(access: Access, choice: ListChoice): string {
  return `${(access.listed ?? access.scopes).join(' ')}|${choice.groups.join(' ')}|${offerKey(access)}`;
}

function offerKey({ offer }: Access): string {
  if (offer === undefined) return '';
  const unlisted = [...offer.unlisted].map(([name, names]) => [name, ...names].join(','));
  return `remote ${[...offer.lacking].join(' ')}|${unlisted.join(' ')}`;
}

function metaSchemas({
  name,
  argumentWords,
}: Extract<Tool, { kind: 'meta' }>): Pick<ListedTool, 'inputSchema' | 'outputSchema'> {
  const { input, output } = metaToolSchemas[name];
  return { inputSchema: schemaOf(input, 'input', argumentWords), outputSchema: schemaOf(output, 'output') };
}

function listedTool(tool: Tool): ListedTool {
  const { name, title, description, hints } = tool;
  const schemas =
    tool.kind === 'operation'
      ? {
          inputSchema: inputSchemaOf(operations[tool.name]),
          outputSchema: outputSchemaOf(operations[tool.name], tool.columns),
        }
      : metaSchemas(tool);
  return { name, title, description, ...schemas, annotations: { ...hints } };
}
