import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/contract/operations.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';
import { type Expected, insertRow, type ListOperation, wish } from './list-rows.ts';
import { type Serving, serving } from './serving.ts';

const lists = ['list_accounts', 'list_videos', 'list_account_videos', 'list_creators'] as const;
const directions = ['asc', 'desc'] as const;

interface Page {
  readonly data: readonly { readonly id: string | number }[];
  readonly pagination: {
    readonly next_cursor: string | null;
    readonly has_next: boolean;
    readonly total_count?: number | undefined;
  };
  readonly filters: Readonly<Record<string, unknown>>;
}

testStores('lists', (opened) => {
  describe.each(lists)('%s', (operation) => {
    const keys = operations[operation].query.shape.order_by.unwrap().options;
    const orders = keys.flatMap((key) => directions.map((direction) => [key, direction] as const));

    it.each(orders)('by %s %s is walked without a gap or a repetition while rows come in', async (key, direction) => {
      const scenario = fc.record({
        first: fc.array(wish, { minLength: 4, maxLength: 9 }),
        later: fc.array(wish, { maxLength: 4 }),
        limit: fc.integer({ min: 1, max: 3 }),
        platform: fc.constantFrom(undefined, 'tiktok'),
      });
      await fc.assert(
        fc.asyncProperty(scenario, async ({ first, later, limit, platform }) => {
          const { store } = opened();
          const own = await serving(store);
          const filter = platform === undefined || operation === 'list_creators' ? {} : { platform };
          const rows = await insertAll(store, operation, own, first);
          const wanted = rows.filter((row) => !('platform' in filter) || row.platform === filter.platform);
          const arriving = [...later];
          const query = { ...filter, order_by: key, order_direction: direction, limit };
          const seen = await walk(own, operation, query, async () => {
            const next = arriving.pop();
            if (next !== undefined) await insertRow(store, operation, own.organizationId, next);
          });
          expect(new Set(seen).size).toBe(seen.length);
          const known = new Set(wanted.map(({ id }) => id));
          expect(seen.filter((id) => known.has(id))).toEqual(sorted(wanted, key, direction).map(({ id }) => id));
        }),
        { numRuns: 3 },
      );
    });
  });

  describe('a page', () => {
    let own: Serving;
    beforeAll(async () => {
      own = await serving(opened().store);
      for (const word of ['aa', 'bb', 'cc']) await own.account(word, { platform: 'tiktok' });
      await own.account('dd', { platform: 'instagram' });
    });
    const accounts = (query: object) => pageOf(own, 'list_accounts', query);

    it('echoes what narrows and sorts it, and counts all rows only when asked to', async () => {
      const { filters, pagination, data } = await accounts({ platform: 'tiktok', is_active: true, q: '' });
      const sort = { order_by: 'added_at', order_direction: 'desc' };
      expect(filters).toEqual({ platform: 'tiktok', is_active: true, ...sort });
      expect(pagination).toEqual({ next_cursor: null, has_next: false, limit: 50 });
      expect(data).toHaveLength(3);
      const counted = await accounts({ platform: 'tiktok', include_total: true, limit: 1 });
      expect(counted.pagination).toMatchObject({ has_next: true, total_count: 3 });
      expect((await pageOf(own, 'list_creators', {})).filters).toEqual({ order_by: 'name', order_direction: 'asc' });
    });

    it('is sorted by order_by, else by the signed legacy key, else as its list is', async () => {
      const sort = async (query: object) => {
        const { order_by, order_direction } = (await accounts(query)).filters;
        return [order_by, order_direction];
      };
      expect(await sort({ order_by: 'username' })).toEqual(['username', 'desc']);
      expect(await sort({ order_direction: 'asc' })).toEqual(['added_at', 'asc']);
      expect(await sort({ sort: '-username' })).toEqual(['username', 'desc']);
      expect(await sort({ sort: 'username', order_direction: 'desc' })).toEqual(['username', 'asc']);
      expect(await sort({ sort: 'username', order_by: 'view_count' })).toEqual(['view_count', 'desc']);
    });

    it('goes on with any limit, but under no other filter, sort, list or organization', async () => {
      const cursor = (await accounts({ limit: 1 })).pagination.next_cursor;
      expect((await accounts({ cursor, limit: 3, include_total: true })).data).toHaveLength(3);
      const refused = { code: 'VALIDATION_ERROR', errors: [{ field: 'cursor' }] };
      for (const other of [{ platform: 'tiktok' }, { order_direction: 'asc' }, { order_by: 'username' }, { q: 'a' }]) {
        await expect(accounts({ cursor, ...other })).rejects.toMatchObject(refused);
      }
      await expect(pageOf(own, 'list_videos', { cursor })).rejects.toMatchObject(refused);
      const foreign = await serving(opened().store);
      await expect(pageOf(foreign, 'list_accounts', { cursor })).rejects.toMatchObject(refused);
    });
  });

  it.each(
    operations.list_account_videos.query.shape.order_by
      .unwrap()
      .options.flatMap((key) => directions.map((direction) => [key, direction] as const)),
  )("walk a creator's posts over its accounts by %s %s", async (key, direction) => {
    const own = await serving(opened().store);
    const creator_id = await own.creator('Walked');
    const another = await own.creator('Another');
    const wishes = [5, 9, 9, 30, 7, 5].map((views, index) => ({
      creator_id: index === 3 ? another : creator_id,
      views: [views],
      ...(index > 3 && { platform: 'tiktok' as const }),
    }));
    for (const [index, wish] of wishes.entries()) await own.account(`walked.${index}`, wish);
    await own.account('of.nobody', { views: [6] });
    const order = { order_by: key, order_direction: direction, limit: 100 };
    const all = (await own.ask('list_account_videos', { query: order })).body.data;
    for (const platform of [undefined, 'tiktok', 'instagram'] as const) {
      const wanted = all.filter((row) => row.creator_id === creator_id && (platform ?? row.platform) === row.platform);
      const query = { ...order, ...(platform !== undefined && { platform }), creator_id, limit: 1 };
      expect(await walk(own, 'list_account_videos', query, async () => undefined)).toEqual(wanted.map(({ id }) => id));
      expect(wanted.length).toBeGreaterThan(0);
    }
  });

  it('narrow by everything that they say they do', async () => {
    const own = await serving(opened().store);
    const creator_id = await own.creator('Narrow');
    const linked = await own.account('narrow.one', { creator_id, views: [5], caption: 'Émile bakes 100% rye' });
    const other = await own.account('narrow.two', { platform: 'tiktok', views: [7], caption: 'a_b' });
    await own.ask('update_account', { params: { account_id: other }, body: { is_active: false, category: 'food' } });
    const tracked = await own.video('7411335095394699000', [3]);
    await own.video('7411335095394699001');
    await own.ask('update_video', { params: { video_id: tracked }, body: { is_active: false } });
    const ids = async (operation: ListOperation, query: object) =>
      (await pageOf(own, operation, query)).data.map(({ id }) => id);
    expect(await ids('list_accounts', { category: 'food' })).toEqual([other]);
    expect(await ids('list_accounts', { creator_id })).toEqual([linked]);
    expect(await ids('list_accounts', { is_active: false })).toEqual([other]);
    expect(await ids('list_accounts', { q: 'W.ON' })).toEqual([linked]);
    expect(await ids('list_videos', { is_active: false })).toEqual([tracked]);
    expect(await ids('list_videos', { q: '699000' })).toEqual([tracked]);
    expect(await ids('list_creators', { q: 'RRO' })).toEqual([creator_id]);
    expect(await ids('list_creators', { is_active: false })).toEqual([]);
    const posts = async (query: object) =>
      (await own.ask('list_account_videos', { query: { ...query } })).body.data.map((row) => row.account_id);
    expect(await posts({ creator_id })).toEqual([linked]);
    expect(await posts({ account_id: other })).toEqual([other]);
    expect(await posts({ platform: 'tiktok' })).toEqual([other]);
    expect(await posts({ q: 'ÉMILE' })).toEqual([linked]);
    expect(await posts({ q: '0%' })).toEqual([linked]);
    expect(await posts({ q: '_' })).toEqual([other]);
  });
});

async function insertAll(
  store: Store,
  operation: ListOperation,
  own: Serving,
  wishes: readonly Parameters<typeof insertRow>[3][],
) {
  const rows: Expected[] = [];
  for (const given of wishes) rows.push(await insertRow(store, operation, own.organizationId, given));
  return rows;
}

async function pageOf(own: Serving, operation: ListOperation, query: object): Promise<Page> {
  const { body } = await own.ask(operation, { query: { ...query } });
  return body;
}

/** All ids of a list, page by page; `between` runs before each next page. */
async function walk(own: Serving, operation: ListOperation, query: object, between: () => Promise<void>) {
  const seen: (string | number)[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await pageOf(own, operation, cursor === undefined ? query : { ...query, cursor });
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.pagination.next_cursor;
    await between();
  }
  return seen;
}

function sorted(rows: readonly Expected[], key: string, direction: 'asc' | 'desc'): Expected[] {
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : Number(a > b));
  const sign = direction === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => sign * (compare(a.keys[key] ?? '', b.keys[key] ?? '') || compare(a.id, b.id)));
}
