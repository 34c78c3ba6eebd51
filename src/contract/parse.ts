import { z } from 'zod';
import { nothing } from './fields.ts';
import type { InputOf, Operation } from './operation.ts';
import { type FieldError, invalid, notFound } from './problem.ts';
import { refuseKeys } from './refuse-keys.ts';

/** Input of an operation as it came in, one part per place. */
export interface RawInput {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Undefined where there was none. */
  readonly body: unknown;
}

/**
 * Checks raw input against an operation and fills in defaults.
 * @throws Problem NOT_FOUND for a malformed id in the path, VALIDATION_ERROR naming each wrong field (contract §1).
 */
export function parseInput<const O extends Pick<Operation, 'params' | 'query' | 'body' | 'noun'>>(
  operation: O,
  raw: RawInput,
): InputOf<O> {
  if (!operation.params.safeParse(raw.params).success) throw notFound(operation.noun);
  return {
    params: parsePart<O['params']>(operation.params, raw.params),
    query: parsePart<O['query']>(operation.query, raw.query),
    body: parsePart<O['body']>(operation.body, givenBody(operation, raw.body)),
  };
}

/** Some clients send `{}` with every PUT and DELETE: where no body is taken, that is none. */
function givenBody({ body: schema }: Pick<Operation, 'body'>, body: unknown): unknown {
  if (schema.type !== 'null' || typeof body !== 'object' || body === null || Array.isArray(body)) return body ?? null;
  parsePart(nothing, body);
  return null;
}

/** The query of what is no operation and takes none. @throws Problem VALIDATION_ERROR naming each field of it */
export function parseNoQuery(search: URLSearchParams): void {
  parsePart(nothing, Object.fromEntries(search));
}

function parsePart<T extends z.core.$ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) {
    refuseKeys(parsed.data);
    return parsed.data;
  }
  const [first, ...rest] = parsed.error.issues.flatMap(fieldErrors);
  throw invalid([first ?? { field: 'body', message: 'is not valid' }, ...rest]);
}

function fieldErrors(issue: z.core.$ZodIssue): readonly FieldError[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...at, key].join('.'), message: 'is not a known field' }));
  }
  return [{ field: at.join('.') || 'body', message: issue.message }];
}
