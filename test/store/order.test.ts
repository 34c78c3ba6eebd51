import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type SortColumn, type SortedTable, sortKey, sortKeys } from '../../src/store/order.ts';
import { isCount } from '../../src/store/posts-by-count/posts-by-count.ts';
import { openTestStore } from './open-test-store.ts';

const orders = Object.entries(sortKeys).flatMap(([table, columns]) =>
  Object.keys(columns)
    // These are kept in partitions, see `posts-by-count.test.ts`.
    .filter((column) => table !== 'account_videos' || !isCount(column))
    .map((column) => [table, column]),
);

describe('every sort order of a list', () => {
  it('is a walk along an index, from anywhere in it', async () => {
    const { store, remove } = await openTestStore('sqlite');
    for (const [table, column] of orders) {
      if (!isTable(table) || !isColumn(table, column)) throw new Error(`${table}.${column}`);
      const key = sortKey(table, column);
      const page = sql`select * from ${sql.table(table)}
        where organization_id = 'o' and (${key}, id) < ('5', '5') order by ${key} desc, id desc limit 50`;
      const { rows } = await sql<{ detail: string }>`explain query plan ${page}`.execute(store.read);
      const plan = rows.map((row) => row.detail).join('; ');
      expect(plan, `${table}.${column}`).toMatch(/SEARCH .*_by_.*organization_id=\? AND .*</);
      expect(plan, `${table}.${column}`).not.toContain('TEMP B-TREE');
    }
    await store.close();
    await remove();
  });
});

function isTable(name: string | undefined): name is SortedTable {
  return name !== undefined && name in sortKeys;
}

function isColumn<Table extends SortedTable>(table: Table, name: string | undefined): name is SortColumn<Table> {
  return name !== undefined && name in sortKeys[table];
}
