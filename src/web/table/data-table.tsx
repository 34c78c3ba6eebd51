import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../design/class-names.ts';
import { ScrollRegion } from '../design/scroll-region.tsx';
import type { Column, Sorting } from './column.ts';
import type { Selection } from './selection.ts';

interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  title: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  sorting: Sorting;
  onSort: (by: string) => void;
  /** Null where nothing can be done with several rows. */
  selection: Selection | null;
  actions?: (row: Row) => ReactNode;
  /** These rows are about to be replaced. */
  stale: boolean;
}

/** Stays in sight; what goes on below it fades out instead of being cut through. */
const atRightEdge =
  'sticky right-0 before:pointer-events-none before:absolute before:inset-y-0 before:-left-3 before:w-3 before:bg-linear-to-r before:from-transparent';

/**
 * Rows of a list. It scrolls sideways on its own, with the row's name staying in sight where there is room for more
 * beside it.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { title, columns, rows, rowId, rowName, sorting, onSort, selection, actions, stale } = props;
  return (
    <ScrollRegion label={title} className="overflow-x-auto">
      <table
        aria-busy={stale}
        className={classNames('w-full border-collapse text-sm transition-opacity', stale && 'opacity-60')}
      >
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            {selection !== null && (
              <th scope="col" className="w-9 py-2 pl-4 align-bottom">
                <input
                  type="checkbox"
                  aria-label="Select all rows of this page"
                  checked={selection.allOf(rows.map(rowId))}
                  onChange={({ currentTarget: { checked } }) => selection.set(rows.map(rowId), checked)}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sorting={sorting} onSort={onSort} />
            ))}
            {actions !== undefined && (
              <th scope="col" className={classNames('w-12 bg-sunken', atRightEdge, 'before:to-sunken')}>
                <span className="sr-only">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={rowId(row)} className="group hover:bg-sunken has-checked:bg-accent-soft">
              {selection !== null && (
                <td className="py-2 pl-4 leading-none">
                  <input
                    type="checkbox"
                    aria-label={`Select ${rowName(row)}`}
                    checked={selection.has(rowId(row))}
                    onChange={({ currentTarget: { checked } }) => selection.set([rowId(row)], checked)}
                  />
                </td>
              )}
              {columns.map((column) => (
                <BodyCell key={column.id} column={column} row={row} />
              ))}
              {actions !== undefined && (
                <td
                  className={classNames(
                    'bg-surface py-1 pr-3 text-right group-hover:bg-sunken group-has-checked:bg-accent-soft',
                    atRightEdge,
                    'before:to-surface group-hover:before:to-sunken group-has-checked:before:to-accent-soft',
                  )}
                >
                  {actions(row)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function HeadCell<Row>({
  column: { title, numeric, sort },
  sorting,
  onSort,
}: {
  column: Column<Row>;
  sorting: Sorting;
  onSort: (by: string) => void;
}) {
  // Two lines at most, and the range in the second.
  const shownTitle = title.replaceAll(/ (?!\()/g, '\u00a0');
  const sorted = sort !== undefined && sorting.by === sort;
  const Icon = sorted ? (sorting.direction === 'asc' ? ArrowUp : ArrowDown) : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (sorting.direction === 'asc' ? 'ascending' : 'descending') : undefined}
      // Titles of numbers are wider than the numbers: they take two lines before a column goes out of sight.
      className={classNames(
        'px-3 py-2 align-bottom font-medium',
        numeric ? 'text-right' : 'whitespace-nowrap text-left',
      )}
    >
      {sort === undefined ? (
        shownTitle
      ) : (
        <button
          type="button"
          onClick={() => onSort(sort)}
          className={classNames(
            'inline-flex items-center gap-1 hover:text-text',
            numeric && 'text-right',
            sorted && 'text-text',
          )}
        >
          {shownTitle}
          <Icon size={12} className="shrink-0" aria-hidden />
        </button>
      )}
    </th>
  );
}

function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const content = column.cell(row);
  if (column.fixed) {
    return (
      <th
        scope="row"
        className="left-0 max-w-80 bg-surface px-3 py-2 text-left font-normal group-hover:bg-sunken group-has-checked:bg-accent-soft md:sticky"
      >
        {content}
      </th>
    );
  }
  return <td className={classNames('whitespace-nowrap px-3 py-2', column.numeric && 'text-right')}>{content}</td>;
}
