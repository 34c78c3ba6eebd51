import { STATUS_CODES } from 'node:http';
import type { JsonSchema } from '../../contract/json-schema.ts';
import { openSchema } from '../../contract/open-schema.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import { rowForms, rowsOf } from '../../contract/rows.ts';
import { answerSchema, schemaReference } from './components.ts';
import { exampleOf } from './example.ts';

type Resolve = (reference: string) => JsonSchema;

/**
 * Every answer that an operation can give, by status.
 * @param isPassed whether a remote API's answers pass as they come
 */
export function responses(operation: AnyOperation, resolve: Resolve, isPassed: boolean): Record<string, JsonSchema> {
  const answers = Object.entries(operation.answers).map(([status, schema]) => {
    const headers = headersOf(operation, Number(status));
    const description = STATUS_CODES[Number(status)];
    if (schema === null) return [status, { description, headers }] as const;
    const whole = answerSchema(schema);
    const example = exampleOf(whole, '', resolve);
    const shown = isPassed ? openSchema(whole) : whole;
    const content = { 'application/json': { schema: shown, example }, ...rowContent(operation) };
    return [status, { description, headers, content }] as const;
  });
  const unchanged =
    operation.method === 'GET' ? ([['304', { $ref: '#/components/responses/NotModified' }]] as const) : [];
  return { ...Object.fromEntries([...answers, ...unchanged]), ...problemReferences(problemsOf(operation)) };
}

/** Problems by their statuses. */
export function problemReferences(statuses: readonly number[]): Record<string, JsonSchema> {
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]),
  );
}

/** The same rows in the forms of files: all pages of them, unless `limit` asks for one. */
function rowContent(operation: AnyOperation): JsonSchema {
  const rows = rowsOf(operation);
  if (rows === null) return {};
  const names = rows.columns.map(({ name }) => name).join(', ');
  const csv = `RFC 4180 with a header: ${names}. A text that a spreadsheet would run begins with an apostrophe.`;
  return {
    [rowForms.csv.mediaType]: { schema: { type: 'string', description: csv } },
    [rowForms.ndjson.mediaType]: { schema: { type: 'string', description: 'Each item of `data` as a line of JSON.' } },
  };
}

/** The problems of each kind of operation (contract §1, Errors). */
function problemsOf({ method, scope, body, group }: AnyOperation): readonly number[] {
  const writes = method !== 'GET';
  return [
    400,
    ...(scope === 'open' ? [] : [401]),
    403,
    ...(group === 'meta' ? [] : [404]),
    406,
    ...(scope === 'write' || scope === 'ingest' ? [409] : []),
    ...(writes || body === null ? [413, 415] : []),
    422,
    ...(scope === 'open' ? [] : [429]),
    500,
    502,
    503,
    504,
  ];
}

/** What each problem is about, and the headers that come with it. */
const problems: Readonly<Record<number, { description: string; headers?: readonly string[] }>> = {
  400: { description: 'BAD_REQUEST: malformed JSON, or two different keys in one request.' },
  401: { description: 'UNAUTHORIZED: the key is missing or unknown.', headers: ['WWW-Authenticate'] },
  403: {
    description:
      'FORBIDDEN: the key is disabled or expired, its organization is suspended, or the Host or Origin is not allowed. INSUFFICIENT_SCOPE: `detail` names the needed scope and those of the key. QUOTA_EXCEEDED: the organization tracks as many accounts as it may.',
  },
  404: { description: 'NOT_FOUND: not in this organization, or not in the API behind this one.' },
  406: { description: 'NOT_ACCEPTABLE: the Accept header excludes JSON, and the other forms of rows.' },
  409: {
    description:
      'CONFLICT: it exists already or is linked elsewhere, or the Idempotency-Key was used with another body or is still running.',
  },
  413: { description: 'PAYLOAD_TOO_LARGE: the body is over 1 MiB.' },
  415: { description: 'UNSUPPORTED_MEDIA_TYPE: the body is not uncompressed application/json.' },
  422: { description: 'VALIDATION_ERROR: `errors` names each wrong or unknown field.' },
  429: { description: 'RATE_LIMITED: wait as long as Retry-After says.', headers: ['Retry-After'] },
  500: { description: 'INTERNAL_ERROR: a mistake of the server.' },
  502: { description: 'UPSTREAM_ERROR: the API behind this one failed.' },
  503: { description: 'SERVICE_UNAVAILABLE: shutting down, or the store does not answer.', headers: ['Retry-After'] },
  504: { description: 'UPSTREAM_TIMEOUT: the API behind this one did not answer in time.' },
};

export const sharedResponses: Readonly<Record<string, JsonSchema>> = {
  NotModified: {
    description: 'Not Modified: what you have is still right. No body.',
    headers: headerReferences(['X-Request-ID', 'ETag']),
  },
  ...Object.fromEntries(
    Object.entries(problems).map(([status, { description, headers = [] }]) => [
      `Problem${status}`,
      {
        description,
        headers: headerReferences(['X-Request-ID', ...headers]),
        content: { 'application/problem+json': { schema: schemaReference('Problem') } },
      },
    ]),
  ),
};

export const sharedHeaders: Readonly<Record<string, JsonSchema>> = {
  'X-Request-ID': header('The id of this request, for its log line.', { type: 'string' }),
  'X-RateLimit-Limit': header('Requests that the key may make a minute.', { type: 'integer' }),
  'X-RateLimit-Remaining': header('How many are left in this minute.', { type: 'integer' }),
  'X-RateLimit-Reset': header('When the minute ends, in Unix seconds.', { type: 'integer' }),
  ETag: header('Strong tag of this answer, for If-None-Match.', { type: 'string' }),
  Link: header('Absolute URLs of the first page and, when there is more, the next (RFC 8288).', { type: 'string' }),
  Location: header('Absolute URL of what was made, or of where it goes on.', { type: 'string', format: 'uri' }),
  'Idempotency-Replayed': header('`true` when this is the answer of an earlier request.', { const: 'true' }),
  'Retry-After': header('Seconds to wait, at least 1.', { type: 'integer', minimum: 1 }),
  'WWW-Authenticate': header('`Bearer`; where a key was sent also `error` and `error_description` (RFC 6750).', {
    type: 'string',
    pattern: '^Bearer(?: error="\\w+", error_description="[^"]*")?$',
  }),
};

function headersOf(operation: AnyOperation, status: number): JsonSchema {
  const limits = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];
  return headerReferences([
    'X-Request-ID',
    ...(operation.scope === 'open' ? [] : limits),
    ...(operation.method === 'GET' ? ['ETag'] : []),
    ...('cursor' in operation.query.shape ? ['Link'] : []),
    ...(status === 201 ? ['Location'] : []),
    ...(operation.idempotent ? ['Idempotency-Replayed'] : []),
  ]);
}

/** Headers by their names. */
export function headerReferences(names: readonly string[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function header(description: string, schema: JsonSchema): JsonSchema {
  return { description, schema };
}
