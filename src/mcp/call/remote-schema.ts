import { isRecord } from '../../contract/is-record.ts';
import { openSchema } from '../../contract/open-schema.ts';
import type { ToolSchema } from './tool-schema.ts';

/** A tool's output where a remote API answers: only its root keeps its type, as the protocol wants it. */
export function openOutput({ type, ...schema }: ToolSchema): ToolSchema {
  return { type, ...openSchema(schema) };
}

/** A tool's input without what the remote API does not take. */
export function withoutProperties(schema: ToolSchema, names: ReadonlySet<string>): ToolSchema {
  if (names.size === 0 || !isRecord(schema.properties)) return schema;
  const properties = Object.entries(schema.properties).filter(([name]) => !names.has(name));
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => !names.has(name)) : [];
  const { required: _, ...rest } = schema;
  return { ...rest, properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
}
