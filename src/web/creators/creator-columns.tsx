import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Creator } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { Avatar } from '../design/avatar.tsx';
import { Skeleton } from '../design/states.tsx';
import { Activity } from '../figures/activity.tsx';
import { ChangeBadge } from '../figures/change-badge.tsx';
import { Count } from '../figures/count.tsx';
import { gain, percent } from '../figures/format.ts';
import { Told } from '../figures/told.tsx';
import { When } from '../figures/when.tsx';
import type { Range } from '../range/range.ts';
import type { Column } from '../table/column.ts';
import { rangeLabel } from '../table/window-columns.tsx';
import { useSeen } from './use-seen.ts';

const fixed: readonly Column<Creator>[] = [
  {
    id: 'creator',
    title: 'Creator',
    fixed: true,
    sort: 'name',
    cell: ({ id, name }) => (
      <div className="flex items-center gap-2.5">
        <Avatar name={name} />
        <Link href={`/creators/${id}`} className="truncate font-medium hover:underline">
          {name}
        </Link>
      </div>
    ),
  },
  { id: 'status', title: 'Status', cell: ({ is_active }) => <Activity active={is_active} /> },
  {
    id: 'accounts',
    title: 'Accounts',
    numeric: true,
    cell: ({ accounts_summary: { total, platforms } }) => (
      <span title={`${platforms.instagram} on Instagram, ${platforms.tiktok} on TikTok`}>{total}</span>
    ),
  },
  {
    id: 'followers',
    title: 'Followers',
    numeric: true,
    cell: (row) => (
      <Told of={row} metric="followers">
        <Count value={row.accounts_summary.total_followers} />
      </Told>
    ),
  },
];

const windowed = [
  { name: 'views', title: 'Views' },
  { name: 'views_change', title: 'Change' },
  { name: 'engagement', title: 'Engagement' },
  { name: 'engagement_rate', title: 'Eng. rate' },
  { name: 'followers_gained', title: 'New followers' },
] as const;

type Windowed = (typeof windowed)[number]['name'];

export function creatorColumns(range: Range): readonly Column<Creator>[] {
  const label = rangeLabel(range.period);
  return [
    ...fixed,
    ...windowed.map(
      ({ name, title }): Column<Creator> => ({
        id: `window_${name}`,
        title: `${title} ${label}`,
        numeric: true,
        cell: ({ id }) => <WindowCell creatorId={id} range={range} name={name} />,
      }),
    ),
    { id: 'created', title: 'Created', extra: true, cell: ({ created_at }) => <When at={created_at} /> },
  ];
}

/**
 * There is no batch read for creators, so each row asks for itself: when it comes into sight, and once for all of its
 * columns, as they share the cache.
 */
function WindowCell({ creatorId, range, name }: { creatorId: string; range: Range; name: Windowed }) {
  const [ref, seen] = useSeen();
  const { data } = useQuery({
    queryKey: ['creators', creatorId, 'analytics', range],
    queryFn: ({ signal }) =>
      v2('GET', '/creators/{creator_id}/analytics', { params: { creator_id: creatorId }, query: range, signal }),
    enabled: seen,
  });
  return (
    <span ref={ref}>
      {data === undefined ? (
        <Skeleton className="ml-auto h-4 w-12" />
      ) : (
        <Told of={data.meta} metric={metricOf[name]}>
          {windowValue(name, data.data)}
        </Told>
      )}
    </span>
  );
}

/** What each column is made of. */
const metricOf = {
  views: 'views',
  views_change: 'views',
  engagement: 'engagement',
  engagement_rate: 'engagement_rate',
  followers_gained: 'followers',
} as const;

function windowValue(name: Windowed, { totals, changes }: { totals: Totals; changes: { views_pct: number | null } }) {
  switch (name) {
    case 'views_change':
      return <ChangeBadge value={changes.views_pct} />;
    case 'engagement_rate':
      return percent(totals.engagement_rate);
    case 'followers_gained':
      return totals.followers_gained === null ? '–' : gain(totals.followers_gained);
    default:
      return <Count value={totals[name]} />;
  }
}

interface Totals {
  views: number;
  engagement: number;
  engagement_rate: number;
  followers_gained: number | null;
}
