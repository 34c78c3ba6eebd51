import type { Tool } from '../../../tools/catalog.ts';
import type { MetaToolName } from '../../../tools/meta-tools.ts';
import { isRecord } from '../../contract/is-record.ts';
import { isRead } from '../../contract/operation.ts';
import { operations } from '../../contract/operations.ts';
import { showTool } from '../call/lists.ts';
import { placeholder } from '../call/placeholder.ts';

/** How to reach a tool's operation by a tool that is always listed: many clients let their model call no other. */
export interface ReadyCall {
  /** `POST /accounts/metrics`. */
  readonly endpoint: string;
  /** As `tools/call` takes it; `{name}` stands for what is to be filled in. */
  readonly call: {
    readonly name: MetaToolName;
    readonly arguments: Readonly<Record<string, unknown>>;
  };
}

/** Null for what is no operation. */
export function readyCall(tool: Tool): ReadyCall | null {
  if (tool.kind === 'meta') return null;
  const operation = operations[tool.name];
  const { method, path } = operation;
  const body = operation.body.type === 'object' ? placeholders(tool, Object.keys(operation.params.shape)) : null;
  return {
    endpoint: `${method} ${path}`,
    call: {
      name: isRead(operation) ? 'call_v2_endpoint' : 'call_v2_endpoint_write',
      arguments: { method, path, ...(body !== null && { body }) },
    },
  };
}

/** What a body must hold, or one thing that it may hold, each to be filled in: none would be taken as it stands. */
function placeholders(tool: Tool, inPath: readonly string[]): Readonly<Record<string, unknown>> {
  const { properties, required } = showTool(tool).inputSchema;
  const all = Object.entries(isRecord(properties) ? properties : {}).filter(([name]) => !inPath.includes(name));
  const needed = all.filter(([name]) => Array.isArray(required) && required.includes(name));
  const shown = needed.length > 0 ? needed : all.slice(0, 1);
  return Object.fromEntries(
    shown.map(([name, schema]) => [name, isList(schema) ? [placeholder(name)] : placeholder(name)]),
  );
}

function isList(schema: unknown): boolean {
  return isRecord(schema) && schema.type === 'array';
}
