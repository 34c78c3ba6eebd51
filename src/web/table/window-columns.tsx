import { Skeleton } from '../design/states.tsx';
import { full, percent, short } from '../figures/format.ts';
import { type Telling, Told } from '../figures/told.tsx';
import type { Column } from './column.ts';

/** What was gained in a window, of one row. */
export interface WindowTotals {
  views: number;
  plays: number;
  likes: number;
  comments: number;
  shares: number;
  engagement: number;
  unavailable_metrics?: NonNullable<Telling>['unavailable_metrics'];
}

/** The totals of a batch, each with what no source gave of it. */
export function totalsById({
  data,
  meta,
}: {
  data: Readonly<Record<string, WindowTotals>>;
  meta: { unavailable_metrics_by_id?: Readonly<Record<string, WindowTotals['unavailable_metrics']>> | undefined };
}): Readonly<Record<string, WindowTotals>> {
  const unavailable = meta.unavailable_metrics_by_id ?? {};
  return Object.fromEntries(
    Object.entries(data).map(([id, totals]) => [id, { ...totals, unavailable_metrics: unavailable[id] }]),
  );
}

const gains = [
  { name: 'views', title: 'Views' },
  { name: 'plays', title: 'Plays' },
  { name: 'likes', title: 'Likes' },
  { name: 'comments', title: 'Comments' },
  { name: 'shares', title: 'Shares' },
  { name: 'engagement', title: 'Engagement' },
] as const;

/**
 * The columns that a range drives.
 * @param totalsOf the row's totals; undefined while they are on their way
 * @param extra those that are not shown until chosen
 */
export function windowColumns<Row>(
  totalsOf: (row: Row) => WindowTotals | undefined,
  label: string,
  extra: readonly string[] = ['plays', 'likes', 'comments', 'shares'],
): Column<Row>[] {
  const columns = gains.map(
    ({ name, title }): Column<Row> => ({
      id: `window_${name}`,
      title: `${title} ${label}`,
      numeric: true,
      ...(extra.includes(name) && { extra: true }),
      cell: (row) => (
        <Told of={totalsOf(row)} metric={name}>
          <Gain value={totalsOf(row)?.[name]} />
        </Told>
      ),
    }),
  );
  return [
    ...columns,
    {
      id: 'window_rate',
      title: `Eng. rate ${label}`,
      numeric: true,
      cell: (row) => (
        <Told of={totalsOf(row)} metric="engagement_rate">
          <Rate totals={totalsOf(row)} />
        </Told>
      ),
    },
  ];
}

function Gain({ value }: { value: number | undefined }) {
  if (value === undefined) return <Skeleton className="ml-auto h-4 w-12" />;
  return <span title={full(value)}>{short(value)}</span>;
}

/** As the API counts it: of the views, in percent, 0 where there are none (contract §2). */
function Rate({ totals }: { totals: WindowTotals | undefined }) {
  if (totals === undefined) return <Skeleton className="ml-auto h-4 w-12" />;
  return percent(totals.views === 0 ? 0 : (100 * totals.engagement) / totals.views);
}

/** How a range is called in a column's title. */
export function rangeLabel(period: '7d' | '30d' | '90d' | 'custom'): string {
  return period === 'custom' ? '(range)' : `(${period})`;
}
