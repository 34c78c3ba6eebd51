import fc from 'fast-check';
import { jsonSchema } from '../../src/contract/json-schema.ts';
import { type AnyOperation, allOperations, type OperationId, operations } from '../../src/contract/operations.ts';
import type { Header, RawRequest } from './exchange.ts';
import type { Ground } from './ground.ts';
import { type KeyAttack, keyAttack } from './key-attack.ts';
import { odd, oddText, shaped } from './values.ts';

/** A request to an operation with one or more of its parts made by an attacker. */
export interface RestAttack {
  /** Of the operation. */
  id: OperationId;
  key: KeyAttack;
  /** Raw segments, by the parameters' names. */
  segments: Readonly<Record<string, string>>;
  query: readonly (readonly [string, string])[];
  body: string | null;
  type: string | null;
  accept: Accept;
  headers: readonly Header[];
}

interface Accept {
  value: string | null;
  isTaken: boolean;
}

const mostly = <Value>(good: fc.Arbitrary<Value>, bad: fc.Arbitrary<Value>, weight = 6) =>
  fc.oneof({ arbitrary: good, weight }, { arbitrary: bad, weight: 1 });

export function restAttack(ground: Ground): fc.Arbitrary<RestAttack> {
  return fc.constantFrom(...allOperations).chain((operation) =>
    fc.record({
      id: fc.constant(operation.id),
      key: keyAttack(ground),
      segments: segmentsOf(operation, ground),
      query: queryOf(operation, ground),
      body: bodyOf(operation, ground),
      type: mostly(
        fc.constant<string | null>('application/json'),
        fc.constantFrom(null, 'text/plain', 'application/jsonp', 'application/json; charset=utf-16', ';', ''),
        20,
      ),
      accept: mostly(
        fc.constantFrom<Accept>({ value: null, isTaken: true }, { value: 'application/json', isTaken: true }),
        fc.constantFrom<Accept>(
          { value: 'text/html, */*;q=0.1', isTaken: true },
          { value: 'application/*;q=0.5', isTaken: true },
          { value: 'text/html', isTaken: false },
          { value: '*/*;q=0', isTaken: false },
          { value: ',;=,q', isTaken: false },
        ),
        15,
      ),
      headers: fc.array(oddHeader, { maxLength: 3 }),
    }),
  );
}

const headerNames = [
  'X-Request-ID',
  'Idempotency-Key',
  'If-None-Match',
  'Range',
  'If-Range',
  'Forwarded',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-HTTP-Method-Override',
  'Accept-Language',
  'Accept-Encoding',
  'Cookie',
  'User-Agent',
  'Referer',
  'traceparent',
  'Prefer',
  '__proto__',
];
/** What a header can hold: Node itself refuses the others. */
export const headerText = oddText.map((text) =>
  Buffer.from(text.replace(/[^\t\x20-\uffff]|\x7f/g, '').slice(0, 2_000))
    .toString('latin1')
    .trim(),
);
const oddHeader: fc.Arbitrary<Header> = fc.tuple(fc.constantFrom(...headerNames), headerText);

function segmentsOf({ params }: AnyOperation, { ids }: Ground): fc.Arbitrary<Record<string, string>> {
  const names = Object.keys(params.shape);
  const platform = mostly(fc.constantFrom('instagram', 'tiktok'), rawSegment);
  const id = fc.oneof({ arbitrary: fc.constantFrom(...ids), weight: 5 }, fc.uuid(), rawSegment);
  return fc.record(Object.fromEntries(names.map((name) => [name, name === 'platform' ? platform : id])));
}

const rawSegment = fc.oneof(
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '..',
    '.',
    '%2e%2e',
    '%2F',
    'a%2fb',
    '%5c',
    '',
    '%c0%ae',
    '%ed%a0%80',
    '%252e',
    '~',
    ';a=b',
  ),
  oddText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 3_000)),
);

function queryOf({ query }: AnyOperation, { ids }: Ground): fc.Arbitrary<(readonly [string, string])[]> {
  const schema = jsonSchema(query, 'input');
  const properties = Object.entries<object>({ ...Object(schema.properties) });
  const known = properties.map(([name, part]) =>
    fc.tuple(fc.constant(name), mostly(shaped({ ...part }, ids).map(String), oddText, 10)),
  );
  const unknown = fc.tuple(oddText, oddText);
  return fc.array(known.length === 0 ? unknown : mostly(fc.oneof(...known), unknown, 25), { maxLength: 3 });
}

function bodyOf({ method, body }: AnyOperation, { ids }: Ground): fc.Arbitrary<string | null> {
  if (method === 'GET') return fc.constant(null);
  const schema = jsonSchema(body, 'input');
  const good: fc.Arbitrary<unknown> = schema.type === 'null' ? fc.constantFrom(undefined, {}) : shaped(schema, ids);
  const json = (value: unknown) => JSON.stringify(value) ?? null;
  const broken = fc.constantFrom(
    '{',
    '}',
    '{"a":1,}',
    '\u0000',
    'NaN',
    '[1',
    '"\\ud800',
    '{"a":1}{"a":2}',
    '{"a":'.repeat(5_000),
  );
  return fc.oneof(
    { arbitrary: good.map(json), weight: 8 },
    { arbitrary: odd.map(json), weight: 2 },
    { arbitrary: broken, weight: 1 },
  );
}

export function operationOf({ id }: Pick<RestAttack, 'id'>): AnyOperation {
  return operations[id];
}

export function requestOf({ id, key, segments, query, body, type, accept, headers }: RestAttack): RawRequest {
  const operation = operationOf({ id });
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => segments[name] ?? '');
  const search = searchOf(query);
  return {
    method: operation.method,
    target: `/v2${path}${search === '' ? '' : `?${search}`}`,
    headers: [
      ...key.headers,
      ...(type !== null && body !== null ? [['Content-Type', type] as const] : []),
      ...(accept.value === null ? [] : [['Accept', accept.value] as const]),
      ...headers,
    ],
    body,
  };
}

export function searchOf(query: RestAttack['query']): string {
  return new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString();
}
