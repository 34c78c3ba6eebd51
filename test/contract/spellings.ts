import { isRecord } from '../../src/contract/is-record.ts';
import { type JsonSchema, jsonSchema } from '../../src/contract/json-schema.ts';
import type { AnyOperation } from '../../src/contract/operations.ts';

/** One argument of an operation, with a value that it takes and others that are to be read as that one, or refused. */
export interface Argument {
  readonly name: string;
  readonly place: 'params' | 'query' | 'body';
  readonly schema: JsonSchema;
  readonly isOptional: boolean;
  readonly takesNull: boolean;
  readonly value: unknown;
  /** Read as `value`. */
  readonly spelled: readonly unknown[];
  readonly refused: readonly unknown[];
}

/** Every argument of an operation. `known` gives values that name something; the others come from the schema. */
export function argumentsOf(operation: AnyOperation, known: Readonly<Record<string, unknown>>): readonly Argument[] {
  return (['params', 'query', 'body'] as const).flatMap((place) => {
    const { properties, required } = jsonSchema(operation[place], 'input');
    return Object.entries(isRecord(properties) ? properties : {}).map(([name, given]) => {
      const whole = isRecord(given) ? given : {};
      const options = Array.isArray(whole.anyOf) ? whole.anyOf.filter(isRecord) : [whole];
      const schema = options.find(({ type }) => type !== 'null') ?? {};
      const value = known[name] ?? sampleOf(schema);
      return {
        name,
        place,
        schema,
        isOptional: !(Array.isArray(required) && required.includes(name)),
        takesNull: options.some(({ type }) => type === 'null'),
        value,
        spelled: spellingsOf(schema, value),
        refused: refusedOf(schema),
      };
    });
  });
}

const aUuid = '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71';

function sampleOf(schema: JsonSchema): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (schema.type) {
    case 'integer':
    case 'number':
      return Math.max(2, Number(schema.minimum ?? 0));
    case 'boolean':
      return true;
    case 'array':
      return [sampleOf(isRecord(schema.items) ? schema.items : {})];
    case 'object':
      return { campaign: '10' };
    default:
      if (schema.format === 'uuid') return aUuid;
      return schema.format === 'date' ? '2026-11-01' : '123';
  }
}

function spellingsOf(schema: JsonSchema, value: unknown): readonly unknown[] {
  switch (schema.type) {
    case 'integer':
      return [String(value), `${value}.0`];
    case 'boolean':
      return value === true ? ['true', 'True', 'TRUE', '1'] : ['false', 'False', 'FALSE', '0'];
    case 'array': {
      const list: readonly unknown[] = Array.isArray(value) ? value : [];
      const texts = isRecord(schema.items) && schema.items.type === 'integer' ? [list.map(String)] : [];
      return [JSON.stringify(list), ...texts, ...(list.length === 1 ? [list[0], textOf(list[0])] : [])];
    }
    case 'object':
      return [JSON.stringify(value)];
    default:
      return [];
  }
}

function textOf(item: unknown): string {
  return isRecord(item) ? JSON.stringify(item) : String(item);
}

const noValue = ['ten', '1e3', '0x10', ' 10', '10px', 'yes'];

function refusedOf(schema: JsonSchema): readonly unknown[] {
  switch (schema.type) {
    case 'integer':
      return [...noValue, '', '010', '+1', '1.5', 'true', true, [2], {}, '99999999999999999999'];
    case 'boolean':
      return [...noValue, '', 'wahr', 2, [true], {}];
    case 'array':
      return isRecord(schema.items) && schema.items.type === 'string' && schema.items.format === undefined
        ? [{}, [1], [null]]
        : [
            ...noValue,
            '[',
            '[1,',
            [null],
            ['ten'],
            ...(isRecord(schema.items) && schema.items.type === 'object' ? [] : ['{"a":1}', {}]),
          ];
    case 'object':
      return [...noValue, '{', '[]', '{"a":1}', 7, [], ['a']];
    default:
      return [7, true, ['a'], { a: 'b' }];
  }
}
