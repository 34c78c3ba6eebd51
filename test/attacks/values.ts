import fc from 'fast-check';
import type { JsonSchema } from '../../src/contract/json-schema.ts';

/** Texts that some parser, database, regular expression or prototype takes for something else. */
const oddTexts = [
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  '1.5',
  '0x10',
  'NaN',
  'Infinity',
  '9007199254740993',
  '99999999999999999999999999',
  'true',
  'null',
  'undefined',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '%',
  '_',
  '%%%',
  '\\',
  "'",
  '"',
  "' or 1=1 --",
  'a;b',
  '../../etc/passwd',
  '..\\..',
  '%2e%2e%2f',
  '%00',
  '\u0000',
  'a\u0000b',
  '\r\nX: 1',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '\u200b',
  '\u{e0041}',
  '\uffff',
  'İ',
  'ß',
  'ŉ',
  'ﷺ',
  '👨‍👩‍👧‍👦',
  'e\u0301'.repeat(50),
  'a'.repeat(256),
  'a'.repeat(129),
  '😀'.repeat(128),
  'a'.repeat(5_000),
  '2026-02-30',
  '2026-13-01',
  '0000-00-00',
  '9999-12-31',
  '-271821-04-20',
  '7d',
  'custom',
  '3F2B8A54-9C1E-4D7A-8B60-5E1F0C9D2A71',
  '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a7',
  'ca_live_x',
];

export const oddText = fc.oneof(
  { arbitrary: fc.constantFrom(...oddTexts), weight: 3 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 1 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 1 },
);

/** Any JSON, of any type and with names that objects have already. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(null, true, 0, -0, -1, 1.5, 1e308, 2 ** 53, -(2 ** 63), [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }),
  fc.dictionary(oddText, fc.oneof(oddText, fc.integer()), { maxKeys: 25 }),
  fc.array(oddText, { maxLength: 30 }),
);

/** Values of the form that a schema describes. */
export function shaped(schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom<unknown>(...schema.enum);
  const any = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(any)) return fc.oneof(...any.map((part) => shaped(part, ids)));
  switch (schema.type) {
    case 'string':
      return textOf(schema, ids);
    case 'integer':
    case 'number':
      return fc.integer({ min: Number(schema.minimum ?? -5), max: Math.min(Number(schema.maximum ?? 500), 500) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(shaped(Object(schema.items), ids), { minLength: Number(schema.minItems ?? 0), maxLength: 5 });
    case 'object':
      return objectOf(schema, ids);
    default:
      return odd;
  }
}

function textOf({ format, maxLength }: JsonSchema, ids: readonly string[]): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid());
  if (format === 'date') {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    return day.map((date) => date.toISOString().slice(0, 10));
  }
  return fc.oneof(fc.string({ maxLength: Math.min(Number(maxLength ?? 60), 60) }), oddText);
}

/** Mostly as it should be; now and then a field is of another type, is missing, or is one that nobody knows. */
function objectOf(schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const properties: Record<string, JsonSchema> = { ...Object(schema.properties) };
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const wanted = (part: JsonSchema) =>
    fc.oneof({ arbitrary: shaped(part, ids), weight: 12 }, { arbitrary: odd, weight: 1 });
  const known = fc.record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, wanted(part)])), {
    requiredKeys: required,
  });
  const more = fc.oneof(
    { arbitrary: fc.constant({}), weight: 12 },
    { arbitrary: fc.dictionary(oddText, odd, { maxKeys: 2 }), weight: 1 },
  );
  return fc.tuple(known, more).map(([object, others]) => ({ ...object, ...others }));
}
