import { isRecord } from '../is-record.ts';
import type { JsonSchema } from '../json-schema.ts';

/** What a field takes, in words: the end of the sentence `limit must be …`. */
export function expectationOf(schema: JsonSchema): string {
  if (Array.isArray(schema.anyOf)) {
    return joined(schema.anyOf.map((option) => expectationOf(isRecord(option) ? option : {})));
  }
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map(String).join(', ')}`;
  if ('const' in schema) return String(schema.const);
  switch (schema.type) {
    case 'integer':
      return `a whole number${rangeOf(schema.minimum, schema.maximum)}`;
    case 'number':
      return `a number${rangeOf(schema.minimum, schema.maximum)}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'string':
      return textOf(schema);
    case 'array':
      return listOf(schema);
    case 'object':
      return 'an object';
    default:
      return 'a JSON value';
  }
}

const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  date: 'a date as YYYY-MM-DD',
  'date-time': 'an instant as 2026-11-02T06:30:00Z',
  email: 'an email address',
  uri: 'a URL',
};

function textOf({ format, minLength, maxLength }: JsonSchema): string {
  const known = formats[String(format)];
  if (known !== undefined) return known;
  if (typeof maxLength !== 'number') return 'a text that is not empty';
  return typeof minLength === 'number' && minLength > 0
    ? `a text of ${minLength} to ${maxLength} characters`
    : `a text of at most ${maxLength} characters`;
}

function listOf({ items, minItems, maxItems }: JsonSchema): string {
  const each = isRecord(items) ? `, each ${expectationOf(items)}` : '';
  if (typeof maxItems !== 'number') return `a list${each}`;
  const count = typeof minItems === 'number' && minItems > 0 ? `${minItems} to ${maxItems}` : `at most ${maxItems}`;
  return `a list of ${count}${each}`;
}

function rangeOf(minimum: unknown, maximum: unknown): string {
  const [least, most] = [numberOf(minimum), numberOf(maximum)];
  if (least !== null && most !== null) return ` from ${least} to ${most}`;
  if (least !== null) return ` of at least ${least}`;
  return most === null ? '' : ` of at most ${most}`;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function joined(options: readonly string[]): string {
  return [...new Set(options)].join(', or ');
}

/** The schema at a path below another; an empty one where there is none. */
export function schemaAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema {
  let at: JsonSchema = schema;
  for (const step of path) at = below(at, step);
  return at;
}

function below(schema: JsonSchema, step: PropertyKey): JsonSchema {
  const options = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isRecord) : [schema];
  for (const option of options) {
    const properties = isRecord(option.properties) ? option.properties : {};
    const next = Object.hasOwn(properties, step)
      ? properties[String(step)]
      : (option.items ?? option.additionalProperties);
    if (isRecord(next)) return next;
  }
  return {};
}
