import { type JsonSchema, jsonSchema } from '../../contract/json-schema.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import { exampleOf } from './example.ts';
import { propertiesOf } from './schema-parts.ts';

const placed = { params: 'path', query: 'query' } as const;

/** Path, query and header parameters of an operation. */
export function parameters(operation: AnyOperation): JsonSchema[] {
  const headers: JsonSchema[] = [{ $ref: '#/components/parameters/RequestId' }];
  if (operation.method === 'GET') headers.push({ $ref: '#/components/parameters/IfNoneMatch' });
  if (operation.idempotent) headers.push({ $ref: '#/components/parameters/IdempotencyKey' });
  return [...fieldsOf(operation, 'params'), ...fieldsOf(operation, 'query'), ...headers];
}

export const sharedParameters = {
  RequestId: {
    name: 'X-Request-ID',
    in: 'header',
    description: 'Your own id of this request, 1–128 visible ASCII characters; the answer repeats it.',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag of the answer that you have: 304 when it is still right.',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes a retry safe for 24 hours: the same key and body get the first answer again, with Idempotency-Replayed: true. A refusal (4xx) is kept too, a failure (5xx) is not. A key whose request was killed is free again after a minute.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
} as const;

function fieldsOf(operation: AnyOperation, place: 'params' | 'query'): JsonSchema[] {
  const { properties, required } = jsonSchema(operation[place], 'input');
  return propertiesOf(properties).map(([name, { description, deprecated, ...schema }]) => ({
    name,
    in: placed[place],
    ...(description !== undefined && { description }),
    ...(deprecated === true && { deprecated }),
    ...((place === 'params' || (Array.isArray(required) && required.includes(name))) && { required: true }),
    schema,
    ...(place === 'params' && { example: exampleOf(schema, name, () => ({})) }),
  }));
}
