import type { AnyOperation } from '../../src/contract/operations.ts';

/** What a list should answer, worked out over all rows as the API shows them: it knows nothing of SQL. */

export type Row = Readonly<Record<string, unknown>>;
export type Filters = Readonly<Record<string, string | number | boolean>>;

export interface Order {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

/** The field that `q` looks into. */
const searched: Readonly<Record<string, string>> = {
  list_accounts: 'username',
  list_creators: 'name',
  list_videos: 'description',
  list_account_videos: 'description',
};

const pagingAndSorting = new Set(['limit', 'cursor', 'include_total', 'order_by', 'order_direction', 'sort']);

/** The filters that the contract gives a list. */
export function filtersOf({ query }: AnyOperation): readonly string[] {
  return Object.keys(query.shape).filter((name) => !pagingAndSorting.has(name));
}

/** Two values of a filter that each want some rows, and not the same: else an answer to the first could pass for the second's. */
export function twoValues(operation: AnyOperation, filter: string, rows: readonly Row[]): readonly [Filters, Filters] {
  const found = new Map<string, Filters>();
  for (const row of rows) {
    const value = valueFor(operation, filter, row);
    if (value === null) continue;
    const wish = { [filter]: value };
    found.set(JSON.stringify(wantedRows(operation, rows, wish).map(({ id }) => id)), wish);
  }
  const [first, second] = [...found.values()];
  if (first === undefined || second === undefined) {
    throw new Error(`The rows of ${operation.id} do not tell two values of ${filter} apart: add some that do`);
  }
  return [first, second];
}

/** A value of the filter that wants this row. */
function valueFor(operation: AnyOperation, filter: string, row: Row): Filters[string] | null {
  const value = filter === 'q' ? String(row[searched[operation.id] ?? '']).slice(-4) : row[filter];
  if (value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`Say here how ${filter} of ${operation.id} is told from a row: it has no field of that name`);
}

/** The rows that all filters want. */
export function wantedRows(operation: AnyOperation, rows: readonly Row[], filters: Filters): readonly Row[] {
  return rows.filter((row) =>
    Object.entries(filters).every(([filter, value]) => {
      if (filter !== 'q') return row[filter] === value;
      const text = row[searched[operation.id] ?? ''];
      return typeof text === 'string' && text.toLowerCase().includes(String(value).toLowerCase());
    }),
  );
}

/** The same rows in order. Ids break ties. */
export function inOrder(rows: readonly Row[], { key, direction }: Order): readonly Row[] {
  const sign = direction === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => sign * (compare(sortValue(a, key), sortValue(b, key)) || compare(a.id, b.id)));
}

function sortValue(row: Row, key: string): unknown {
  // Creators are sorted without regard to case; a time that is not there yet comes before all others.
  return key === 'name' ? String(row.name).toLowerCase() : (row[key] ?? '');
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  throw new Error(`No order between ${typeof a} and ${typeof b}: the answer lacks the field that it is sorted by`);
}
