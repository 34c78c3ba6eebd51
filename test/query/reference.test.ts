import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { operations } from '../../src/contract/operations.ts';
import { parseInput } from '../../src/contract/parse.ts';
import { mustBeDescribed, type Serving } from '../services/serving.ts';
import { testStores } from '../store/open-test-store.ts';
import type { Asked } from './asked.ts';
import { type Facts, readFacts } from './facts.ts';
import { requests } from './generated.ts';
import { answer } from './reference.ts';
import { makeWorld, now } from './world.ts';

/*
 * The query against plain loops over the rows of a small store, to the digit: `QUERIES` requests on each database, of
 * which a failure prints the shortest with its seed.
 */
const queries = Number(process.env.QUERIES ?? 150);
const seed = Number(process.env.QUERIES_SEED ?? 20_260_412);

testStores('the query', (opened) => {
  let own: Serving;
  let facts: Facts;
  beforeAll(async () => {
    // Another organization with the same names: nothing of it may show.
    await makeWorld(opened().store, 7, 2);
    own = await makeWorld(opened().store, 11);
    facts = await readFacts(opened().store, own.organizationId);
  }, 120_000);

  it('answers what plain loops work out', { timeout: 3_600_000 }, async () => {
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        asked += 1;
        const body = { ...request, order_by: [...sortedBy(request)] };
        const expected = answer({ ...request, order_by: sortedBy(request) }, facts, now);
        const found = await everyPage(own, body);
        expect(found).toEqual({ ...expected, rows: expected.rows.slice(0, mostPages * request.limit) });
      }),
      { numRuns: queries, seed },
    );
    expect(asked).toBeGreaterThanOrEqual(queries);
  });
});

/** The order that a request without one has. */
function sortedBy({ order_by, dimensions, metrics }: Asked): Asked['order_by'] {
  if (order_by.length > 0) return order_by;
  const time = dimensions.find((name) => name.startsWith('time:'));
  return [...(time === undefined ? [] : [[time, 'asc'] as const]), [metrics[0] ?? '', 'desc']];
}

const mostPages = 6;

/** The rows of some pages, with the totals and the rest that each says; rows that are left out add up to it. */
async function everyPage(own: Serving, body: Asked) {
  const rows: unknown[][] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const { body: said }: Awaited<ReturnType<typeof askOnce>> = await askOnce(own, body, cursor);
    rows.push(...said.data.rows);
    cursor = said.meta.next_cursor;
    if (cursor === null || page === mostPages - 1) return { rows, totals: said.data.totals, groups: said.meta.groups };
  }
  throw new Error('no page');
}

/** Each by a key of its own: thirty in a minute are one key's. */
async function askOnce(own: Serving, body: Asked, cursor: string | null) {
  const input = parseInput(operations.query_metrics, { params: {}, query: {}, body: { ...body, cursor } });
  const caller = { ...own.call.caller, keyId: randomUUID() };
  const reply = await own.api.query_metrics(input, { ...own.call, caller });
  mustBeDescribed('query_metrics', reply);
  return reply;
}
