import type { JsonSchema } from '../../contract/json-schema.ts';

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schemas in a list of them, as in `anyOf`; none where there is no list. */
export function schemasIn(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** Name and schema of each property of an object. */
export function propertiesOf(properties: unknown): readonly (readonly [string, JsonSchema])[] {
  if (!isSchema(properties)) return [];
  return Object.entries(properties).flatMap(([name, value]) => (isSchema(value) ? [[name, value] as const] : []));
}
