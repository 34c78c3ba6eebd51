import { z } from 'zod';
import { nothing } from '../fields.ts';
import { operation } from '../operation.ts';
import { one } from '../resources/envelope.ts';
import { anyItem, pushed } from '../resources/pushed.ts';

const mebibyte = 1_048_576;

export const ingestOperations = {
  push_snapshots: operation({
    id: 'push_snapshots',
    group: 'workspace',
    noun: 'route',
    ours: 'own_store',
    method: 'POST',
    path: '/ingest/snapshots',
    scope: 'ingest',
    bodyLimits: { bytes: 4 * mebibyte, unpackedBytes: 16 * mebibyte },
    byAgents: { list: 'observations', most: 50 },
    summary: 'Push numbers that were seen elsewhere',
    description:
      'Each observation is judged alone: good ones go in, and the answer says of each, in the order of the request, whether it was recorded, unchanged (all that it tells was known already) or rejected, and why. Counts are totals, not gains; what is left out, null or below 0 is unknown and leaves the last known level alone. Order and repetition change nothing. An unknown account is rejected unless create_missing is true; one that is made is not refreshed by anything else until it is asked for. Takes Content-Encoding: gzip. What a key pushed within an hour is listed as one push under Imports, where it can be taken back. 409 where the organization holds invented sample data.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      observations: z.array(anyItem).min(1).max(1_000),
      create_missing: z.boolean().default(false).meta({ description: 'Track accounts that are not tracked yet.' }),
    }),
    idempotent: true,
    answers: { 200: one(pushed) },
  }),
};
