import { catalog, type Tool } from '../../../tools/catalog.ts';
import { operations } from '../../contract/operations.ts';
import { type Access, mayCall, scopeOf } from '../call/access.ts';
import { showTool } from '../call/lists.ts';
import { listsRows } from '../call/tool-schema.ts';
import { readyCall } from '../search/ready-call.ts';

/** All that a connection can know of one tool. */
export function toolManual(tool: Tool, access: Access): string {
  const { title, description, inputSchema } = showTool(tool, access);
  return [
    `${tool.name}: ${title}. ${description}`,
    `Scope: ${scopeOf(tool) ?? 'none, any key'}. Group: ${tool.group}.`,
    ...endpointLines(tool),
    `Arguments (JSON Schema): ${JSON.stringify(inputSchema)}`,
  ].join('\n');
}

function endpointLines(tool: Tool): readonly string[] {
  if (tool.kind === 'meta') return [];
  const operation = operations[tool.name];
  const ready = readyCall(tool);
  return [
    `Stands for ${operation.method} /v2${operation.path}: ${operation.summary}.`,
    ...(listsRows(operation) ? ['fields picks columns of the rows.'] : []),
    ...(ready === null
      ? []
      : [`Where a client refuses the name, call ${ready.call.name} with ${JSON.stringify(ready.call.arguments)}.`]),
  ];
}

/** One line for each tool that may be called, by group. */
export function toolOverview(access: Access): string {
  const groups = Map.groupBy(
    catalog.filter((tool) => mayCall(access, tool)),
    (tool) => tool.group,
  );
  return [...groups].map(([group, tools]) => [`${group}:`, ...tools.map(overviewLine)].join('\n')).join('\n');
}

function overviewLine(tool: Tool): string {
  if (tool.kind === 'meta') return `  ${tool.name}`;
  const { method, path } = operations[tool.name];
  return `  ${tool.name} (${method} ${path})`;
}
