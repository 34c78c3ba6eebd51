import type { LucideIcon } from 'lucide-react';
import { Pause, Play, SearchX, Trash2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { EmptyState, ErrorState, LoadingLines } from '../design/states.tsx';
import { useAddress } from './address.ts';
import type { Column, Sorting } from './column.ts';
import { ColumnMenu, useColumnChoice } from './column-choice.tsx';
import { DataTable } from './data-table.tsx';
import type { KeysetPages } from './keyset-pages.ts';
import type { PageSize } from './page-size.ts';
import { Pager } from './pager.tsx';
import type { Selection } from './selection.ts';

export interface ListCardProps<Row> {
  /** Names the table, and what is remembered of it. */
  name: string;
  title: string;
  columns: readonly Column<Row>[];
  pages: KeysetPages<Row>;
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  sorting: Sorting;
  size: PageSize;
  onSize: (size: PageSize) => void;
  filters: ReactNode;
  /** Saves its rows as a file; left out where nothing does. */
  saving?: ReactNode;
  /** Whether anything but the sorting narrows the list. */
  filtered: boolean;
  empty: { icon: LucideIcon; title: string; text: string; action?: ReactNode };
  bulk: Bulk | null;
  actions?: (row: Row) => ReactNode;
}

export interface Bulk {
  selection: Selection;
  pause: () => void;
  resume: () => void;
  remove: () => void;
}

/** A whole list: filters above, rows, the way on below; and what it shows instead of rows when there are none. */
export function ListCard<Row>(props: ListCardProps<Row>) {
  const { name, columns, pages, filters, saving, bulk, size, onSize } = props;
  const { shown, toggle } = useColumnChoice(name, columns);
  return (
    <div className="min-w-0 rounded-xl border border-line bg-surface shadow-card">
      {bulk !== null && bulk.selection.ids.length > 0 ? (
        <BulkBar {...bulk} />
      ) : (
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
          {filters}
          <div className="ml-auto flex items-center gap-1">
            {saving}
            <ColumnMenu columns={columns} shown={shown} toggle={toggle} />
          </div>
        </div>
      )}
      <Rows {...props} columns={shown} />
      {pages.rows.length > 0 && <Pager pages={pages} size={size} onSize={onSize} />}
    </div>
  );
}

function Rows<Row>({
  title,
  columns,
  pages,
  rowId,
  rowName,
  sorting,
  filtered,
  empty,
  bulk,
  actions,
}: ListCardProps<Row>) {
  const [, change] = useAddress();
  const { query, rows } = pages;
  if (query.isPending) return <LoadingLines lines={10} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (rows.length === 0) {
    return filtered ? (
      <EmptyState icon={SearchX} title="Nothing matches">
        Change the search or the filters.
      </EmptyState>
    ) : (
      <EmptyState icon={empty.icon} title={empty.title} action={empty.action}>
        {empty.text}
      </EmptyState>
    );
  }
  const sortBy = (by: string) => {
    const turned = sorting.by === by && sorting.direction === 'desc' ? 'asc' : 'desc';
    change({ order_by: by, order_direction: turned });
  };
  return (
    <DataTable
      title={title}
      columns={columns}
      rows={rows}
      rowId={rowId}
      rowName={rowName}
      sorting={sorting}
      onSort={sortBy}
      selection={bulk?.selection ?? null}
      stale={query.isPlaceholderData}
      {...(actions !== undefined && { actions })}
    />
  );
}

function BulkBar({ selection, pause, resume, remove }: Bulk) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-4 py-2.5">
      <span className="mr-2 text-sm font-medium" role="status">
        {selection.ids.length} selected
      </span>
      <Button icon={Pause} onClick={pause}>
        Pause
      </Button>
      <Button icon={Play} onClick={resume}>
        Resume
      </Button>
      <Button icon={Trash2} look="danger" onClick={remove}>
        Delete
      </Button>
      <Button icon={X} look="quiet" onClick={selection.clear}>
        Clear
      </Button>
    </div>
  );
}
