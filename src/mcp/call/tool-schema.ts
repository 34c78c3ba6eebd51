import { z } from 'zod';
import { argumentWords } from '../../../tools/arguments.ts';
import { type JsonSchema, jsonSchema } from '../../contract/json-schema.ts';
import type { Operation } from '../../contract/operation.ts';
import { leanSchema } from './lean-schema.ts';

/** The root of a tool's schema, in the subset that every vendor's models take (clients.md, Limits). */
export type ToolSchema = { type: 'object'; [keyword: string]: unknown };

/** Columns of a list are picked here and never sent on (contract §4, Limits). */
const fields: JsonSchema = {
  type: 'array',
  items: { type: 'string' },
  description: 'Columns to return; default all. Name few to get more rows at once.',
};

/** The second step of an operation that a person confirms. */
const confirm: JsonSchema = {
  type: 'string',
  description: 'The confirm token of the first call, once the person agreed.',
};

/** The active filters, with the sort. */
const filters: JsonSchema = { type: 'object', properties: { order_by: { type: 'string' } } };

/** Accepted, yet not shown to models: `order_by` says the same. */
const unlisted = new Set(['sort']);

/** The arguments of an operation's tool: path ids, query and body in one flat object. */
export function inputSchemaOf(operation: Operation): ToolSchema {
  const parts = [operation.params, operation.query, operation.body].map((part) =>
    leanSchema(jsonSchema(part, 'input'), 'input'),
  );
  const properties: Record<string, unknown> = {};
  for (const part of parts) Object.assign(properties, asRecord(part.properties));
  for (const name of unlisted) delete properties[name];
  describe(properties, argumentWords);
  if (listsRows(operation)) properties.fields = fields;
  if (operation.byAgents !== undefined) properties.confirm = confirm;
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
  const { properties: found, required } = leanSchema(jsonSchema(schema, io), io);
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
 * What an operation's tool answers, open to more: of wide resources only the named columns. Nothing is required: clients
 * check the structure of a failed call against it too, rows lose columns to `fields`, and a list of tools has few bytes to
 * spare. The OpenAPI document says what is always there.
 */
export function outputSchemaOf(operation: Operation, columns: readonly string[] | undefined): ToolSchema {
  const answer = Object.values(operation.answers).find((schema) => schema !== null);
  if (answer === undefined) return root({ done: { type: 'boolean' } }, []);
  const schema = leanSchema(jsonSchema(answer, 'output'), 'output');
  const properties = asRecord(schema.properties);
  if (columns !== undefined) properties.data = narrowed(asRecord(properties.data), columns);
  if (properties.filters !== undefined) properties.filters = filters;
  return root(asRecord(withNothingRequired(properties)), []);
}

/** Whether a tool answers rows of which columns can be picked. */
export function listsRows({ answers }: Pick<Operation, 'answers'>): boolean {
  const answer = answers[200];
  return answer instanceof z.ZodObject && answer.shape.data instanceof z.ZodArray;
}

function root(properties: Record<string, unknown>, required: readonly string[]): ToolSchema {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function withNothingRequired(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNothingRequired);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([name, value]) => name !== 'required' || !Array.isArray(value));
  return Object.fromEntries(kept.map(([name, value]) => [name, withNothingRequired(value)]));
}

/** A resource, or a list of them, with only the named columns. */
function narrowed(data: Record<string, unknown>, columns: readonly string[]): JsonSchema {
  if (data.type === 'array') return { type: 'array', items: narrowed(asRecord(data.items), columns) };
  const properties = asRecord(data.properties);
  return { type: 'object', properties: Object.fromEntries(columns.map((name) => [name, properties[name]])) };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
