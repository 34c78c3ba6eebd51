import { z } from 'zod';
import type { Operation } from './operation.ts';
import { invalid } from './problem.ts';

/**
 * Turns texts from a URL into what the schemas take: schemas speak of numbers and booleans, URLs only of text.
 * A text that is no such number or boolean stays text, so that the schema names it in its own words.
 * An empty value counts as not given, as in `?q=&platform=`.
 * @throws Problem VALIDATION_ERROR for a field given twice
 */
export function readQueryString(schema: z.ZodObject, search: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, text] of search) {
    if (Object.hasOwn(values, name)) throw invalid([{ field: name, message: 'is given more than once' }]);
    values[name] = text === '' && name in schema.shape ? undefined : fromText(schema.shape[name], text);
  }
  return { ...values };
}

/** The same for the parameters of a path. */
export function readPathParams(
  operation: Pick<Operation, 'params'>,
  params: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, text]) => [name, fromText(operation.params.shape[name], text)]),
  );
}

function fromText(schema: unknown, text: string): unknown {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodNumber && /^-?\d{1,16}$/.test(text)) return Number(text);
  if (inner instanceof z.ZodBoolean && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function unwrap(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap();
  }
  return inner;
}
