import { z } from 'zod';
import { nothing } from './fields.ts';
import { isRecord } from './is-record.ts';
import { type InputOf, isRead, type Operation } from './operation.ts';
import { type FieldError, invalid, notFound } from './problem.ts';
import { type Reading, readAs } from './reading/reader.ts';
import { refusalsOf } from './reading/refusals.ts';
import { refuseKeys } from './refuse-keys.ts';

/** Input of an operation as it came in, one part per place. */
export interface RawInput {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Undefined where there was none. */
  readonly body: unknown;
  /**
   * The names that there are, where all parts came from one flat object of arguments. A wrong id is named then: that
   * helps an agent more than the 404 of a path.
   */
  readonly argumentNames?: readonly string[] | undefined;
}

/** What an operation, or a route of the dashboard, takes. Without a scope it is taken for one that writes. */
type Taking = Pick<Operation, 'params' | 'query' | 'body' | 'noun'> & { readonly scope?: Operation['scope'] };

/**
 * Reads raw input as an operation wants it, checks it once and fills in defaults: the one reader behind REST, tools and
 * the dashboard.
 * @throws Problem NOT_FOUND for a malformed id in the path, VALIDATION_ERROR naming each wrong field (contract §1).
 */
export function parseInput<const O extends Taking>(operation: O, raw: RawInput): InputOf<O> {
  const said: Said = raw.argumentNames === undefined ? fieldsSaid : { noun: 'argument', alsoKnown: raw.argumentNames };
  const params = parsePart<O['params']>(operation.params, raw.params, forReads, said);
  if (!params.fits && raw.argumentNames === undefined) throw notFound(operation.noun);
  const query = parsePart<O['query']>(operation.query, raw.query, forReads, said);
  const body = parseBody<O>(operation, raw.body, said);
  if (!params.fits || !query.fits || !body.fits) {
    throw refused([params, query, body].flatMap((part) => (part.fits ? [] : part.errors)));
  }
  const input = { params: params.data, query: query.data, body: body.data };
  for (const part of Object.values(input)) refuseKeys(part);
  return input;
}

/**
 * Reads and checks a value that belongs to no operation: arguments of a tool of another kind, a query of nothing.
 * @throws Problem VALIDATION_ERROR naming each wrong field
 */
export function parseAs<const T extends z.ZodType>(
  schema: T,
  value: unknown,
  { isArguments }: { readonly isArguments: boolean },
): z.output<T> {
  const parsed = parsePart<T>(schema, value, forReads, isArguments ? argumentsSaid : fieldsSaid);
  if (parsed.fits) return parsed.data;
  throw refused(parsed.errors);
}

/** The query of what is no operation and takes none. @throws Problem VALIDATION_ERROR naming each field of it */
export function parseNoQuery(search: URLSearchParams): void {
  parseAs(nothing, Object.fromEntries(search), { isArguments: false });
}

const forReads: Reading = { emptyIsNothing: true };
const forWrites: Reading = { emptyIsNothing: false };

/** How refusals speak of what was given. */
interface Said {
  readonly noun: 'field' | 'argument';
  readonly alsoKnown: readonly string[];
}

const fieldsSaid: Said = { noun: 'field', alsoKnown: [] };
const argumentsSaid: Said = { noun: 'argument', alsoKnown: [] };

type Parsed<T> =
  | { readonly fits: true; readonly data: T }
  | { readonly fits: false; readonly errors: readonly FieldError[] };

/** Some clients send `{}` with every PUT and DELETE: where no body is taken, that is none. */
function parseBody<O extends Taking>(
  { body: schema, scope }: O,
  given: unknown,
  said: Said,
): Parsed<z.output<O['body']>> {
  const isNone = schema.type === 'null' && isRecord(given);
  if (isNone) {
    const none = parsePart(nothing, given, forWrites, said);
    if (!none.fits) return none;
  }
  const reading = scope !== undefined && isRead({ scope }) ? forReads : forWrites;
  return parsePart<O['body']>(schema, isNone ? null : (given ?? null), reading, said);
}

function parsePart<T extends z.ZodType>(schema: T, given: unknown, reading: Reading, said: Said): Parsed<z.output<T>> {
  const value = readAs(schema, given, reading);
  const parsed = z.safeParse(schema, value);
  if (!parsed.success)
    return { fits: false, errors: refusalsOf({ schema, value, issues: parsed.error.issues, ...said }) };
  return { fits: true, data: parsed.data };
}

function refused(errors: readonly FieldError[]) {
  const [first, ...rest] = errors;
  return invalid([first ?? { field: 'body', message: 'is not valid' }, ...rest]);
}
