import { isRecord } from '../../contract/reading/text-values.ts';
import type { ToolSchema } from './tool-schema.ts';

/**
 * A tool's output where a remote API answers: what it says passes as it came, so that names and words are all that can be
 * promised. A type would make clients throw away what does not fit it.
 */
export function untyped({ type, ...schema }: ToolSchema): ToolSchema {
  return { type, ...withoutTypes(schema) };
}

function withoutTypes(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { properties, items, description } = schema;
  return {
    ...(description !== undefined && { description }),
    ...(isRecord(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, isRecord(property) ? withoutTypes(property) : {}]),
      ),
    }),
    ...(isRecord(items) && { items: withoutTypes(items) }),
  };
}

/** A tool's input without what the remote API does not take. */
export function withoutProperties(schema: ToolSchema, names: ReadonlySet<string>): ToolSchema {
  if (names.size === 0 || !isRecord(schema.properties)) return schema;
  const properties = Object.entries(schema.properties).filter(([name]) => !names.has(name));
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => !names.has(name)) : [];
  const { required: _, ...rest } = schema;
  return { ...rest, properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
}
