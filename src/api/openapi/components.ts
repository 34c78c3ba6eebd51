import { type JsonSchema, jsonSchema } from '../../contract/json-schema.ts';
import { openSchema } from '../../contract/open-schema.ts';
import { problemStatus } from '../../contract/problem.ts';
import { account } from '../../contract/resources/account.ts';
import { creator, creatorAccount, topCreator } from '../../contract/resources/creator.ts';
import { measuredMeta, pagination } from '../../contract/resources/envelope.ts';
import { batchMetrics, point, windowChanges, windowTotals } from '../../contract/resources/metrics.ts';
import { accountVideo, accountVideoAtAge, video } from '../../contract/resources/video.ts';
import {
  apiMeta,
  health,
  overview,
  searchMeta,
  searchResults,
  settings,
  usage,
  whoami,
} from '../../contract/resources/workspace.ts';
import { isSchema } from './schema-parts.ts';

/** The parts of answers that have a name of their own in the document. */
const resources = {
  Account: account,
  Video: video,
  AccountVideo: accountVideo,
  AccountVideoAtAge: accountVideoAtAge,
  Creator: creator,
  CreatorAccount: creatorAccount,
  TopCreator: topCreator,
  Overview: overview,
  SearchResults: searchResults,
  SearchMeta: searchMeta,
  Settings: settings,
  Usage: usage,
  Whoami: whoami,
  Health: health,
  ApiMeta: apiMeta,
  Point: point,
  WindowTotals: windowTotals,
  WindowChanges: windowChanges,
  WindowMeta: measuredMeta,
  BatchMetrics: batchMetrics,
  Pagination: pagination,
};

/** contract §1, Errors. */
const problem: JsonSchema = {
  type: 'object',
  description: 'RFC 9457 problem document.',
  properties: {
    type: { type: 'string', examples: ['urn:creatoraudit:error:not-found'] },
    title: { type: 'string', description: 'The reason phrase of the status.', examples: ['Not Found'] },
    status: { type: 'integer', examples: [404] },
    detail: { type: 'string', description: 'What happened and what to do.', examples: ['No such account.'] },
    code: { type: 'string', enum: Object.keys(problemStatus) },
    instance: { type: 'string', description: 'The path, without its query.', examples: ['/v2/accounts'] },
    request_id: { type: 'string', description: 'The same as the header X-Request-ID.', examples: ['b0c1f9e2'] },
    errors: {
      type: 'array',
      description: 'With VALIDATION_ERROR only: each wrong field.',
      items: {
        type: 'object',
        properties: {
          field: { type: 'string', examples: ['limit'] },
          message: { type: 'string', examples: ['must be a whole number from 1 to 200'] },
        },
        required: ['field', 'message'],
      },
    },
    retry_after_seconds: { type: 'integer', minimum: 1, description: 'With RATE_LIMITED only: as in Retry-After.' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'instance', 'request_id'],
};

const named = Object.entries(resources).map(([name, schema]) => [name, jsonSchema(schema, 'output')] as const);
const nameByText = new Map(named.map(([name, schema]) => [JSON.stringify(schema), name]));

/** Every named schema. Bodies have no name: generators take a field with a default for one that is always there, but where it stands in a request. */
export function componentSchemas(): Record<string, JsonSchema> {
  const parts = named.map(([name, schema]) => [name, inner(schema)] as const);
  return Object.fromEntries([...parts, ['Problem', problem] as const]);
}

/** Answered here, whoever has the data. */
const answeredHere: ReadonlySet<string> = new Set(['Problem', 'Whoami', 'Health', 'ApiMeta']);

/** The same where a remote API answers. */
export function openedSchemas(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, answeredHere.has(name) ? schema : openSchema(schema)]),
  );
}

/** The schema of an answer, with a reference wherever a named part stands in it. */
export function answerSchema(schema: Parameters<typeof jsonSchema>[0]): JsonSchema {
  return inner(jsonSchema(schema, 'output'));
}

export function schemaReference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function inner(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, withReferences(value)]));
}

function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReferences);
  if (!isSchema(value)) return value;
  const name = nameByText.get(JSON.stringify(value));
  return name === undefined ? inner(value) : schemaReference(name);
}
