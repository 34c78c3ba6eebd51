import type { z } from 'zod';
import { invalid } from './problem.ts';

/**
 * The texts of a URL by their names. What they stand for is the reader's to tell: schemas speak of numbers and booleans,
 * URLs only of text. An empty value counts as not given, as in `?q=&limit=`.
 * @throws Problem VALIDATION_ERROR for a field given twice
 */
export function readQueryString(schema: z.ZodObject, search: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, text] of search) {
    if (Object.hasOwn(values, name)) throw invalid([{ field: name, message: 'is given more than once' }]);
    values[name] = text === '' && Object.hasOwn(schema.shape, name) ? undefined : text;
  }
  return { ...values };
}
