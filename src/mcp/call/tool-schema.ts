import { z } from 'zod';
import { argumentWords } from '../../../tools/arguments.ts';
import { type JsonSchema, jsonSchema } from '../../contract/json-schema.ts';
import type { Operation } from '../../contract/operation.ts';

/** The root of a tool's schema, in the subset that every vendor's models take (clients.md, Limits). */
export type ToolSchema = { type: 'object'; [keyword: string]: unknown };

/** Keywords whose value is kept as it is. */
const plainKeywords = ['type', 'enum', 'description', 'minimum', 'maximum', 'minItems', 'maxItems'] as const;

/** Columns of a list are picked here and never sent on (contract §4, Limits). */
const fields: JsonSchema = {
  type: 'array',
  items: { type: 'string' },
  description: 'Columns to return; default all. Name few to get more rows at once.',
};

/** Accepted, yet not shown to models: `order_by` says the same. */
const unlisted = new Set(['sort']);

/** The arguments of an operation's tool: path ids, query and body in one flat object. */
export function inputSchemaOf(operation: Operation): ToolSchema {
  const parts = [operation.params, operation.query, operation.body].map((part) => lean(jsonSchema(part, 'input')));
  const properties: Record<string, unknown> = {};
  for (const part of parts) Object.assign(properties, asRecord(part.properties));
  for (const name of unlisted) delete properties[name];
  describe(properties, argumentWords);
  if (listsRows(operation)) properties.fields = fields;
  return root(
    properties,
    parts.flatMap((part) => asTexts(part.required)),
  );
}

/** The schema of a tool that is no operation. */
export function schemaOf(
  schema: z.ZodObject,
  io: 'input' | 'output',
  words: Readonly<Record<string, string>> = {},
): ToolSchema {
  const { properties: found, required } = lean(jsonSchema(schema, io));
  const properties = asRecord(found);
  describe(properties, words);
  return root(properties, io === 'input' ? asTexts(required) : []);
}

/** Gives words to the arguments that have none. */
function describe(properties: Record<string, unknown>, words: Readonly<Record<string, string>>): void {
  for (const [name, description] of Object.entries(words)) {
    const property = asRecord(properties[name]);
    if (name in properties && property.description === undefined) properties[name] = { ...property, description };
  }
}

/**
 * What an operation's tool answers, open to more: of wide resources only the named columns. Nothing is required at the
 * root: clients check the structure of a failed call against it too.
 */
export function outputSchemaOf(operation: Operation, columns: readonly string[] | undefined): ToolSchema {
  const answer = Object.values(operation.answers).find((schema) => schema !== null);
  if (answer === undefined) return root({ done: { type: 'boolean' } }, []);
  const schema = lean(jsonSchema(answer, 'output'));
  const properties = asRecord(schema.properties);
  if (columns !== undefined) properties.data = narrowed(asRecord(properties.data), columns);
  if (properties.filters !== undefined) properties.filters = { type: 'object' };
  return root(properties, []);
}

/** Whether a tool answers rows of which columns can be picked. */
export function listsRows(operation: Operation): boolean {
  const answer = operation.answers[200];
  return answer instanceof z.ZodObject && answer.shape.data instanceof z.ZodArray;
}

function root(properties: Record<string, unknown>, required: readonly string[]): ToolSchema {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** A row or a list of rows with only the named columns; rows lose columns to `fields`, so none is required. */
function narrowed(data: Record<string, unknown>, columns: readonly string[]): JsonSchema {
  if (data.type === 'array') return { type: 'array', items: narrowed(asRecord(data.items), columns) };
  const properties = asRecord(data.properties);
  return { type: 'object', properties: Object.fromEntries(columns.map((name) => [name, properties[name]])) };
}

/**
 * Leaves only what models and every vendor's checker can use: no formats, patterns or lengths (the server checks
 * them), no boolean schemas, no lists of types (a union stays as `anyOf`).
 */
function lean(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema.type)) {
    const { type, ...rest } = schema;
    return lean({ ...rest, anyOf: schema.type.map((option) => ({ type: option })) });
  }
  const kept: JsonSchema = {};
  for (const keyword of plainKeywords) if (schema[keyword] !== undefined) kept[keyword] = schema[keyword];
  if (schema.const !== undefined) kept.enum = [schema.const];
  if (schema.default !== undefined) kept.default = schema.default;
  if (schema.properties !== undefined) {
    const entries = Object.entries(asRecord(schema.properties));
    kept.properties = Object.fromEntries(entries.map(([name, value]) => [name, lean(asRecord(value))]));
  }
  if (schema.required !== undefined) kept.required = schema.required;
  if (schema.items !== undefined) kept.items = lean(asRecord(schema.items));
  if (Array.isArray(schema.anyOf)) kept.anyOf = schema.anyOf.map((option) => lean(asRecord(option)));
  const more = asRecord(schema.additionalProperties);
  if (Object.keys(more).length > 0) kept.additionalProperties = lean(more);
  return kept;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
