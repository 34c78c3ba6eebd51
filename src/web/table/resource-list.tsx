import { useQuery } from '@tanstack/react-query';
import { type LucideIcon, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../design/button.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import { type Range, useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useMay } from '../session/session.tsx';
import { useAddress } from './address.ts';
import { type Asked, isNarrowed } from './asked.ts';
import type { Column } from './column.ts';
import { type FilterName, Filters } from './filter.tsx';
import { type Page, type PageAsked, useKeysetPages } from './keyset-pages.ts';
import { ListCard } from './list-card.tsx';
import { usePageSize } from './page-size.ts';
import { type BulkSetting, useBulk } from './use-bulk.tsx';
import type { WindowTotals } from './window-columns.tsx';

interface ResourceListProps<Row, Wanted> {
  /** Its path below `/v2`; names the list in the cache, and what is remembered of its table. */
  name: string;
  title: string;
  lead: string;
  /** What the search looks in. */
  search: string;
  filters: readonly FilterName[];
  /** Reads from the address what the list is asked for. */
  asked: (address: URLSearchParams) => Wanted;
  load: (asked: Wanted, page: PageAsked) => Promise<Page<Row>>;
  /** What the rows of a page gained in the range, by id and in one request; without it no column tells of it. */
  gains?: (rows: readonly Row[], range: Range, signal: AbortSignal) => Promise<Readonly<Record<string, WindowTotals>>>;
  columns: (range: Range, gained: (row: Row) => WindowTotals | undefined) => readonly Column<Row>[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  empty: { icon: LucideIcon; title: string; text: string };
  /** What those who may write can do; left out where nobody can. */
  changes?: BulkSetting & {
    add: string;
    adding: (close: () => void) => ReactNode;
    menu: (row: Row) => ReactNode;
  };
}

/** A page with a list of one kind of thing: range, search and filters, rows with what they gained, and what is done with them. */
export function ResourceList<Row extends { id: string | number }, Wanted extends Asked>(
  props: ResourceListProps<Row, Wanted>,
) {
  const { name, title, lead, search, filters, empty, changes, load } = props;
  const writes = useMay('member') && changes !== undefined;
  const [adding, setAdding] = useState(false);
  const [range, setRange] = useRange();
  const [address, change] = useAddress();
  const [size, setSize] = usePageSize();
  const asked = props.asked(address);
  const pages = useKeysetPages<Row>(name, asked, size, (page) => load(asked, page));
  const gained = useGains(props, pages.rows, range);
  const { bulk, dialog } = useBulk(changes ?? null);
  const add = writes && (
    <Button look="primary" icon={Plus} onClick={() => setAdding(true)}>
      {changes.add}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={title}
        lead={lead}
        actions={
          <>
            <RangePicker range={range} onChange={setRange} />
            {add}
          </>
        }
      />
      <ListCard
        name={name}
        title={title}
        columns={props.columns(range, (row) => gained?.[row.id])}
        pages={pages}
        rowId={props.rowId}
        rowName={props.rowName}
        sorting={{ by: asked.order_by, direction: asked.order_direction }}
        size={size}
        onSize={setSize}
        filters={<Filters search={search} names={filters} address={address} onChange={change} />}
        saving={<RowsMenu name={name} path={`/${name}`} query={Object.fromEntries(Object.entries(asked))} />}
        filtered={isNarrowed(asked)}
        empty={{ ...empty, action: add }}
        bulk={writes ? bulk : null}
        {...(writes && { actions: changes.menu })}
      />
      {dialog}
      {adding && changes?.adding(() => setAdding(false))}
    </>
  );
}

function useGains<Row, Wanted>(
  { name, gains, rowId }: ResourceListProps<Row, Wanted>,
  rows: readonly Row[],
  range: Range,
): Readonly<Record<string, WindowTotals>> | undefined {
  return useQuery({
    queryKey: [name, 'metrics', rows.map(rowId), range],
    queryFn: async ({ signal }) => (await gains?.(rows, range, signal)) ?? {},
    enabled: gains !== undefined && rows.length > 0,
  }).data;
}
