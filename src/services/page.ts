import { type Expression, type Kysely, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Call } from '../contract/port.ts';
import type { SortedTable } from '../store/order.ts';
import type { Schema } from '../store/schema.ts';
import { type Filters, issueCursor, type Position, readCursor } from './cursor.ts';
import type { ServiceContext } from './service-context.ts';
import type { Sort } from './sort.ts';

/** What a list request says of its page (contract §1, Pagination). */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly include_total: boolean;
}

/** What every row of a list has: the id that breaks ties, and the value that it is sorted by. */
export interface SortedRow {
  readonly id: string | number;
  readonly sort_key: string | number;
}

/** A list: which it is, what narrows and sorts it, and how its rows are read. */
export interface Listing<Row extends SortedRow, Resource> {
  readonly operation: string;
  /** The filters that a request gave; undefined where it gave none. */
  readonly filters: Readonly<Record<string, string | boolean | number | undefined>>;
  readonly sort: Sort<string>;
  rows(seek: Seek): Promise<readonly Row[]>;
  total(): Promise<number>;
  show(rows: readonly Row[]): Promise<readonly Resource[]> | readonly Resource[];
}

/** Where to begin, which way to walk, and how many rows to read. */
export interface Seek {
  readonly after: Position | null;
  readonly direction: 'asc' | 'desc';
  readonly rows: number;
}

/** One page of a list, by keyset: it begins after the row that the cursor names, whatever was inserted since. */
export async function listPage<Row extends SortedRow, Resource>(
  { cursorKey }: Pick<ServiceContext, 'cursorKey'>,
  { caller }: Call,
  { limit, cursor, include_total }: PageRequest,
  listing: Listing<Row, Resource>,
) {
  const { operation, sort } = listing;
  const filters: Filters = { ...given(listing.filters), order_by: sort.key, order_direction: sort.direction };
  const binding = { operation, organizationId: caller.organizationId, filters };
  const after = cursor === undefined ? null : readCursor(cursorKey, binding, cursor);
  // One row more than asked for tells whether there is a next page.
  const found = await listing.rows({ after, direction: sort.direction, rows: limit + 1 });
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return {
    data: [...(await listing.show(rows))],
    pagination: {
      next_cursor: last === undefined ? null : issueCursor(cursorKey, binding, { key: last.sort_key, id: last.id }),
      has_next: last !== undefined,
      limit,
      ...(include_total ? { total_count: await listing.total() } : {}),
    },
    filters,
  };
}

/** Adds order, start and length of a page to a query. `key` is the indexed expression, `id` the column that breaks ties. */
export function seeking<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  { after, direction, rows }: Seek,
  key: RawBuilder<string | number>,
  id: string,
) {
  const tie = sql.ref(id);
  const sorted = query.select(key.as('sort_key')).orderBy(key, direction).orderBy(sql`${tie}`, direction).limit(rows);
  if (after === null) return sorted;
  // A row value: both databases answer it with one seek into the index, which an OR would not be.
  const place = sql`(${after.key}, ${after.id})`;
  return sorted.where(
    direction === 'asc' ? sql<boolean>`(${key}, ${tie}) > ${place}` : sql<boolean>`(${key}, ${tie}) < ${place}`,
  );
}

/** How many rows of a table are wanted. */
export async function countRows(db: Kysely<Schema>, table: SortedTable, wanted: Expression<SqlBool>): Promise<number> {
  const counted = sql<{ total: number }>`select count(*) as total from ${sql.table(table)} where ${wanted}`;
  const { rows } = await counted.execute(db);
  return rows[0]?.total ?? 0;
}

function given(filters: Listing<SortedRow, unknown>['filters']): Filters {
  const active: Filters = {};
  for (const [name, value] of Object.entries(filters)) if (value !== undefined && value !== '') active[name] = value;
  return active;
}
