import { type Compilable, type Expression, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Call } from '../contract/port.ts';
import type { SortedTable } from '../store/order.ts';
import { isLongWhole, type TextMatch } from '../store/search.ts';
import { askLong, askOnce, type OwnedValues, type StatementCache, slot } from '../store/statement-cache.ts';
import type { Store } from '../store/store.ts';
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
  /** Keeps the page's statement for each set of filters; null where what is searched for makes another statement. */
  readonly kept: StatementCache<Row> | null;
  /** Another way to the first so many rows behind a position. Where it comes to null, the statement is asked. */
  readonly otherWay?: ((after: Position | null, most: number) => Promise<readonly Row[] | null>) | undefined;
  /** The statements, with slots: each filter by its name, the organization by `organizationSlot`. */
  rows(seek: Seek): Compilable<Row>;
  total(): Total;
  show(rows: readonly Row[]): Promise<readonly Resource[]> | readonly Resource[];
}

/** How many rows a list has in all. `isLong`: counting them is known to take long. */
type Total = Compilable<{ total: number }> & { readonly isLong?: boolean };

/** Where to begin and which way to walk. */
export interface Seek {
  readonly begin: 'first' | 'after_position';
  readonly direction: 'asc' | 'desc';
}

/** Whose rows they are: every statement of a list is bound to it. */
export const organizationSlot = slot<string>('organization_id');

/** One page of a list, by keyset: it begins after the row that the cursor names, whatever was inserted since. */
export async function listPage<Row extends SortedRow, Resource>(
  { cursorKey, store }: Pick<ServiceContext, 'cursorKey' | 'store'>,
  { caller }: Call,
  { limit, cursor, include_total }: PageRequest,
  listing: Listing<Row, Resource>,
) {
  const { operation, sort, kept } = listing;
  const filters: Filters = { ...given(listing.filters), order_by: sort.key, order_direction: sort.direction };
  const binding = { operation, organizationId: caller.organizationId, filters };
  const after = cursor === undefined ? null : readCursor(cursorKey, binding, cursor);
  const seek: Seek = { begin: after === null ? 'first' : 'after_position', direction: sort.direction };
  const narrowed: OwnedValues = { ...listing.filters, organization_id: caller.organizationId };
  // One row more than asked for tells whether there is a next page.
  const most = limit + 1;
  const ask = () => {
    const values: OwnedValues = { ...narrowed, most, after_key: after?.key, after_id: after?.id };
    if (kept === null) return askOnce(store, listing.rows(seek), values);
    const narrowing = Object.keys(listing.filters).filter((name) => listing.filters[name] !== undefined);
    const shape = [seek.begin, seek.direction, sort.key, ...narrowing].join();
    return kept.ask(store, shape, () => listing.rows(seek), values);
  };
  const found = (await listing.otherWay?.(after, most)) ?? (await ask());
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const counted = include_total ? await count(store, listing.total(), narrowed) : 0;
  return {
    data: [...(await listing.show(rows))],
    pagination: {
      next_cursor: last === undefined ? null : issueCursor(cursorKey, binding, { key: last.sort_key, id: last.id }),
      has_next: last !== undefined,
      limit,
      ...(include_total ? { total_count: counted } : {}),
    },
    filters,
  };
}

/** Adds order, start and length of a page to a query. `key` is the indexed expression, `id` the column that breaks ties. */
export function seeking<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  { begin, direction }: Seek,
  key: RawBuilder<string | number>,
  id: string,
) {
  const tie = sql.ref(id);
  const sorted = query
    .select(key.as('sort_key'))
    .orderBy(key, direction)
    .orderBy(sql`${tie}`, direction)
    .limit(slot<number>('most'));
  if (begin === 'first') return sorted;
  // A row value: both databases answer it with one seek into the index, which an OR would not be.
  const place = sql`(${slot('after_key')}, ${slot('after_id')})`;
  return sorted.where(
    direction === 'asc' ? sql<boolean>`(${key}, ${tie}) > ${place}` : sql<boolean>`(${key}, ${tie}) < ${place}`,
  );
}

async function count(store: Store, total: Total, values: OwnedValues): Promise<number> {
  const ask = total.isLong === true ? askLong : askOnce;
  const [counted] = await ask(store, total, values);
  return counted?.total ?? 0;
}

/** Counts the rows of a table that are wanted, among others for their text. */
export function countRows(
  { read }: Pick<Store, 'read'>,
  table: SortedTable,
  wanted: Expression<SqlBool>,
  text: TextMatch | null = null,
): Total {
  const counted = sql<{ total: number }>`select count(*) as total from ${sql.table(table)} where ${wanted}`;
  return { compile: () => counted.compile(read), isLong: isLongWhole(text) };
}

function given(filters: Listing<SortedRow, unknown>['filters']): Filters {
  const active: Filters = {};
  for (const [name, value] of Object.entries(filters)) if (value !== undefined && value !== '') active[name] = value;
  return active;
}
