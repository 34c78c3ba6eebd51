import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyOperation, allOperations } from '../../src/contract/operations.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import { servingOf } from '../services/serving.ts';
import { fillLists } from './fill-lists.ts';
import { type Filters, filtersOf, inOrder, type Order, type Row, twoValues, wantedRows } from './list-answers.ts';

/*
 * Statements of lists are kept and asked again with other values. Here every filter and every sort of every list is asked
 * with two values in turn, by two organizations in turn: neither is answered with what the one before it asked for.
 */

const lists = allOperations.filter(({ query }) => 'cursor' in query.shape);
const directions = ['asc', 'desc'] as const;

interface Caller {
  readonly key: string;
  /** All that the organization has, list by list. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

describe.each(['sqlite', 'postgres'] as const)('a list on %s', (dialect) => {
  let server: TestServer;
  let callers: readonly Caller[] = [];

  beforeAll(async () => {
    server = await startTestServer({ RATE_LIMIT_PER_MINUTE: '1000000' }, dialect);
    callers = [await openCaller('one'), await openCaller('two')];
  });
  afterAll(() => server.stop());

  async function openCaller(word: string): Promise<Caller> {
    const organizationId = await server.organization(word);
    const data = server.dataOf(organizationId);
    await fillLists(servingOf(data.store, data.organizationId), word);
    const key = await server.key({ organizationId, scopes: ['read'] });
    const rows = new Map<string, readonly Row[]>();
    for (const list of lists) rows.set(list.id, (await page(list, key, { limit: 200 })).data);
    return { key, rows };
  }

  async function page({ path }: AnyOperation, key: string, query: Filters) {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const { status, body } = await server.call('GET', `/v2${path}?${search}`, { key });
    expect(status, `${path}?${search}`).toBe(200);
    return body;
  }

  /** Asks for all pages, and checks them against what is worked out over all rows. */
  async function check(list: AnyOperation, { key, rows }: Caller, filters: Filters, order: Order): Promise<void> {
    const sort = { order_by: order.key, order_direction: order.direction };
    const ids: unknown[] = [];
    let total: number | undefined;
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const more = cursor === undefined ? { include_total: true } : { cursor };
      const { data, pagination } = await page(list, key, { ...filters, ...sort, limit: 3, ...more });
      ids.push(...data.map(({ id }: Row) => id));
      total ??= pagination.total_count;
      cursor = pagination.next_cursor;
    }
    const wanted = inOrder(wantedRows(list, rows.get(list.id) ?? [], filters), order).map(({ id }) => id);
    expect({ ids, total }, `${list.id} ${JSON.stringify({ ...filters, ...sort })}`).toEqual({
      ids: wanted,
      total: wanted.length,
    });
  }

  /** All wishes of all callers, one caller after the other. */
  async function inTurn(list: AnyOperation, wishesOf: (rows: readonly Row[]) => readonly Filters[], order: Order) {
    const asked = callers.map((caller) => wishesOf(caller.rows.get(list.id) ?? []).map((wish) => ({ caller, wish })));
    for (let turn = 0; turn < Math.max(...asked.map(({ length }) => length)); turn += 1) {
      for (const wishes of asked) {
        const next = wishes[turn];
        if (next !== undefined) await check(list, next.caller, next.wish, order);
      }
    }
  }

  describe.each(lists)('$id', (list) => {
    const filters = filtersOf(list);
    const orders = keysOf(list).flatMap((key) => directions.map((direction) => ({ key, direction })));
    const [usual = { key: '', direction: 'desc' as const }] = orders;

    it.each(orders)('by $key $direction answers each caller with its own rows', async (order) => {
      await inTurn(list, () => [{}], order);
    });

    it.each(filters)('narrowed by %s answers each value with its own rows, in every order', async (filter) => {
      for (const order of orders) await inTurn(list, (rows) => twoValues(list, filter, rows), order);
    });

    const pairs = filters.flatMap((one, index) => filters.slice(index + 1).map((other) => [one, other] as const));
    it.each(pairs)('narrowed by %s and %s answers each two values with their own rows', async (one, other) => {
      const wishes = (rows: readonly Row[]) =>
        twoValues(list, one, rows).flatMap((first) =>
          twoValues(list, other, rows).map((second) => ({ ...first, ...second })),
        );
      await inTurn(list, wishes, usual);
    });
  });
});

/** What the contract lets a list be sorted by. */
function keysOf({ query }: AnyOperation): readonly string[] {
  const keys: unknown = query.shape.order_by?.toJSONSchema().enum;
  if (!Array.isArray(keys)) throw new Error('A list has no order_by');
  return keys.map(String);
}
