import { isRecord } from '../../contract/is-record.ts';
import type { JsonSchema } from '../../contract/json-schema.ts';

/** Whose schema it is: models read that of arguments, validators that of results. */
export type SchemaSide = 'input' | 'output';

/** Keywords whose value is kept as it is. */
const plainKeywords = ['type', 'enum', 'description', 'minimum', 'maximum', 'minItems', 'maxItems'] as const;

/** A result shows its own values: many of them are not listed before. */
const longestOutputEnum = 6;

/**
 * Leaves only what models and every vendor's checker can use: no formats, patterns or lengths (the server checks
 * them), no boolean schemas, no lists of types (a union stays as `anyOf`), no object without properties.
 */
export function leanSchema(schema: JsonSchema, side: SchemaSide): JsonSchema {
  if (Array.isArray(schema.type)) {
    const { type, ...rest } = schema;
    return leanSchema({ ...rest, anyOf: schema.type.map((option) => ({ type: option })) }, side);
  }
  if (Array.isArray(schema.anyOf)) return leanUnion(schema, schema.anyOf.filter(isRecord), side);
  const kept: JsonSchema = {};
  for (const keyword of plainKeywords) if (schema[keyword] !== undefined) kept[keyword] = schema[keyword];
  if (side === 'output' && Array.isArray(kept.enum) && kept.enum.length > longestOutputEnum) delete kept.enum;
  if (schema.const !== undefined) kept.enum = [schema.const];
  if (schema.default !== undefined) kept.default = schema.default;
  if (schema.required !== undefined) kept.required = schema.required;
  if (isRecord(schema.items)) kept.items = leanSchema(schema.items, side);
  if (schema.type === 'object') Object.assign(kept, leanMembers(schema, side));
  return kept;
}

/**
 * Description and default stand beside the options: what is inside them is dropped by some. An argument that may be of
 * several plain types, or null, is shown as the first of them, as LangChain drops whatever a union of plain types says;
 * `nullable` is Gemini's own word for null, and the description says what else is taken.
 */
function leanUnion(schema: JsonSchema, options: readonly JsonSchema[], side: SchemaSide): JsonSchema {
  const lean = options.map((option) => leanSchema(option, side));
  const description = schema.description ?? lean.find((option) => option.description !== undefined)?.description;
  const fallback = schema.default ?? lean.find((option) => option.default !== undefined)?.default;
  const said = {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
  };
  const bare = lean.map(({ description: _, default: __, ...option }) => option);
  const [first, ...more] = bare.filter((option) => option.type !== 'null');
  if (side === 'input' && first !== undefined && [first, ...more].every(isPlain)) {
    return { ...first, ...said, ...(more.length + 1 < bare.length && { nullable: true }) };
  }
  return { ...said, anyOf: bare };
}

function isPlain({ type }: JsonSchema): boolean {
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean';
}

/** Properties, and what others may be. One without properties gets an example of one: some vendors refuse it else. */
function leanMembers(schema: JsonSchema, side: SchemaSide): JsonSchema {
  const others = isRecord(schema.additionalProperties) ? leanSchema(schema.additionalProperties, side) : {};
  const hasOthers = Object.keys(others).length > 0;
  const properties = Object.entries(isRecord(schema.properties) ? schema.properties : exampleMembers(schema, others));
  return {
    ...(properties.length > 0 && {
      properties: Object.fromEntries(
        properties.map(([name, value]) => [name, leanSchema(isRecord(value) ? value : {}, side)]),
      ),
    }),
    ...(hasOthers && { additionalProperties: others }),
  };
}

/** Made from the schema's own example: names with the types of their values; else any name, of what others are. */
function exampleMembers({ examples }: JsonSchema, others: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  if (!isRecord(example)) return Object.keys(others).length > 0 ? { example: others } : {};
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => [name, Object.keys(others).length > 0 ? others : typeOf(value)]),
  );
}

function typeOf(value: unknown): JsonSchema {
  if (Number.isInteger(value)) return { type: 'integer' };
  return { type: typeof value === 'boolean' ? 'boolean' : 'string' };
}
