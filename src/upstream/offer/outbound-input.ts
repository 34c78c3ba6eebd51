import { z } from 'zod';
import type { AnyOperation } from '../../contract/operations.ts';
import { type FieldError, invalid } from '../../contract/problem.ts';
import type { Listed, Names } from './document.ts';
import { takesField, takesValue } from './listing.ts';

interface Outbound {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: object | null;
}

/** Where the document of the upstream does not say, the contract without what is ours stands for it. */
const unsaid: Listed = { query: null, body: null };

/**
 * What of a checked input goes to the upstream: what it takes. A default that nobody asked for is left out where it does
 * not; what was asked for is refused, as an answer to less would be taken for an answer to all.
 * @throws Problem VALIDATION_ERROR naming each field that the upstream does not take
 */
export function outboundInput(
  operation: Pick<AnyOperation, 'query' | 'body'>,
  input: { readonly query: object; readonly body: object | null },
  listed: Listed = unsaid,
): Outbound {
  const refused: FieldError[] = [];
  const query = taken(operation.query, input.query, listed.query, refused);
  const body =
    input.body !== null && operation.body instanceof z.ZodObject
      ? taken(operation.body, input.body, listed.body, refused)
      : input.body;
  const [first, ...rest] = refused;
  if (first !== undefined) throw invalid([first, ...rest]);
  return { query, body };
}

function taken(schema: z.ZodObject, given: object, listed: Names | null, refused: FieldError[]) {
  const sent: Record<string, unknown> = {};
  for (const [name, value] of Object.entries<unknown>({ ...given })) {
    const field = schema.shape[name];
    if (value === undefined || field === undefined) continue;
    const known = takesField(name, field, listed);
    if (known && takesValue(field, value, listed?.get(name) ?? null)) sent[name] = value;
    else if (!isDefault(field, value)) refused.push({ field: name, message: known ? otherValue : notTaken });
  }
  return sent;
}

const notTaken = 'is not among what the upstream API lists here, so it is not sent: leave it out';
const otherValue = 'has a value that the upstream API does not list here, so it is not sent: take another';

function isDefault(field: z.core.$ZodType, value: unknown): boolean {
  const { data } = z.safeParse(field, undefined);
  return data !== undefined && JSON.stringify(data) === JSON.stringify(value);
}
