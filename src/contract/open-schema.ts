import { isRecord } from './is-record.ts';
import type { JsonSchema } from './json-schema.ts';

/** Names and words of a schema, and nothing that a value could break. */
const kept = ['description', 'examples', 'title', '$ref'] as const;

/**
 * What can be promised of an answer of a remote API, which passes as it came: names and words, no types, nothing
 * required. A type would make clients throw away what does not fit it.
 */
export function openSchema(schema: JsonSchema): JsonSchema {
  const open: JsonSchema = {};
  for (const keyword of kept) if (schema[keyword] !== undefined) open[keyword] = schema[keyword];
  if (isRecord(schema.properties)) {
    open.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, part]) => [name, isRecord(part) ? openSchema(part) : {}]),
    );
  }
  for (const keyword of ['items', 'additionalProperties']) {
    const part = schema[keyword];
    if (isRecord(part)) open[keyword] = openSchema(part);
  }
  return open;
}
