import { exampleOf } from '../../src/api/openapi/example.ts';
import { isSchema, propertiesOf } from '../../src/api/openapi/schema-parts.ts';
import { type JsonSchema, jsonSchema } from '../../src/contract/json-schema.ts';
import type { Operation } from '../../src/contract/operation.ts';

export type Id = string | number;
/** By the name of the field that takes it. */
export type Ids = Readonly<Record<string, Id>>;

/** An operation of the contract, or a route of the dashboard. */
export type Definition = Pick<Operation, 'params' | 'query' | 'body' | 'method' | 'path'> & { readonly id: string };

const parts = ['params', 'query', 'body'] as const;

/** A field of an input in which something of another organization could be named. */
export interface Place {
  readonly part: (typeof parts)[number];
  readonly name: string;
  readonly kind: 'id' | 'cursor' | 'words';
  readonly isList: boolean;
}

export interface Known {
  /** Names of fields that hold ids, which the suite has a value of each organization for. */
  readonly ids: ReadonlySet<string>;
  /** Names of fields with free values that name nothing that exists: what is new must be said to be one. */
  readonly plain: ReadonlySet<string>;
}

/** Every such field of a definition. @throws where a field is none that is known: a new one must not pass by silently */
export function placesIn(definition: Definition, known: Known): readonly Place[] {
  return parts.flatMap((part) =>
    fieldsOf(definition, part).flatMap(([name, schema]): Place[] => {
      const kind = kindOf({ name, part }, schema, known);
      if (kind === 'unknown') {
        throw new Error(
          `${definition.id}: is ${name} an id? Then say in test/tenants whose it is, else that it is none`,
        );
      }
      return kind === 'plain' ? [] : [{ part, name, kind, isList: schema.type === 'array' }];
    }),
  );
}

function fieldsOf(definition: Definition, part: Place['part']): readonly (readonly [string, JsonSchema])[] {
  const { properties } = jsonSchema(definition[part], 'input');
  return properties === undefined ? [] : propertiesOf(properties);
}

function kindOf(
  { name, part }: Pick<Place, 'name' | 'part'>,
  schema: JsonSchema,
  { ids, plain }: Known,
): Place['kind'] | 'plain' | 'unknown' {
  if (ids.has(name)) return 'id';
  // One in a body is asked for in test/query.
  if (name === 'cursor') return part === 'query' ? 'cursor' : 'plain';
  if (name === 'q') return 'words';
  if (plain.has(name)) return 'plain';
  if (/(^|_)ids?$/.test(name) || JSON.stringify(schema).includes('"uuid"')) return 'unknown';
  return isClosed(schema) ? 'plain' : 'unknown';
}

/** Whether a schema's values are all known beforehand, or days and instants. */
function isClosed(schema: JsonSchema): boolean {
  if (schema.type === 'array' && isSchema(schema.items)) return isClosed(schema.items);
  if (Array.isArray(schema.anyOf)) return schema.anyOf.every((option) => isSchema(option) && isClosed(option));
  const isDate = schema.format === 'date' || schema.format === 'date-time';
  return isDate || ['boolean', 'null'].includes(String(schema.type)) || 'enum' in schema || 'const' in schema;
}

export interface Input {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** Where the first value of a schema does not go with the examples of the other fields, or with our ids. */
const values: Partial<Record<Place['part'], Readonly<Record<string, unknown>>>> = {
  params: { platform: 'instagram' },
  body: { platform: 'tiktok', said: {} },
};

/** A right input with the caller's own ids, and at one place something else; in a list it stands behind an own one. */
export function inputWith(definition: Definition, own: Ids, place: Place | null, value: Id): Input {
  const at = (part: Place['part']): Record<string, unknown> => {
    const mine = ownInput(definition, part, own);
    if (place?.part !== part) return mine;
    return { ...mine, [place.name]: place.isList ? [own[place.name], value] : value };
  };
  const takesBody = jsonSchema(definition.body, 'input').type !== 'null';
  return { params: at('params'), query: at('query'), body: takesBody ? at('body') : undefined };
}

function ownInput(definition: Definition, part: Place['part'], own: Ids): Record<string, unknown> {
  const { required } = jsonSchema(definition[part], 'input');
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  const given = fieldsOf(definition, part).flatMap(([name, field]): [string, unknown][] => {
    const ownId = own[name];
    if (ownId !== undefined) return isRequired(name) ? [[name, field.type === 'array' ? [ownId] : ownId]] : [];
    // A body says all that it can, but for windows, which are days or a period, and cursors.
    const isWanted = isRequired(name) || (part === 'body' && !/_date$|^cursor$/.test(name));
    return isWanted ? [[name, values[part]?.[name] ?? exampleOf(field, name, () => ({}))]] : [];
  });
  return Object.fromEntries(given);
}

/** The path of an input, with its query. */
export function targetOf({ path }: Definition, { params, query }: Input): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return search.size === 0 ? filled : `${filled}?${search}`;
}
