import { useQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { TopCreator } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { Avatar } from '../design/avatar.tsx';
import { Card } from '../design/card.tsx';
import { EmptyState, ErrorState, LoadingLines } from '../design/states.tsx';
import { change, gain, percent, short } from '../figures/format.ts';
import { Told } from '../figures/told.tsx';
import type { Range } from '../range/range.ts';

const metrics = {
  views: { title: 'Views', of: 'views', show: (row: TopCreator) => short(row.views) },
  engagement: { title: 'Engagement', of: 'engagement', show: (row: TopCreator) => short(row.engagement) },
  engagement_rate: {
    title: 'Engagement rate',
    of: 'engagement_rate',
    show: (row: TopCreator) => percent(row.engagement_rate),
  },
  followers_gained: {
    title: 'Followers gained',
    of: 'followers',
    show: (row: TopCreator) => gain(row.followers_gained),
  },
  views_change: { title: 'Change of views', of: 'views', show: (row: TopCreator) => change(row.views_change_pct) },
  engagement_change: {
    title: 'Change of engagement',
    of: 'engagement',
    show: (row: TopCreator) => change(row.engagement_change_pct),
  },
} as const;

type Metric = keyof typeof metrics;
const names: readonly Metric[] = [
  'views',
  'engagement',
  'engagement_rate',
  'followers_gained',
  'views_change',
  'engagement_change',
];

/** Who leads by a number of choice. The ranking knows no custom range: it falls back to 30 days and says so. */
export function TopCreators({ range }: { range: Range }) {
  const [metric, setMetric] = useState<Metric>('views');
  const period = range.period === 'custom' ? '30d' : range.period;
  const top = useQuery({
    queryKey: ['creators', 'top', period, metric],
    queryFn: async ({ signal }) =>
      (await v2('GET', '/creators/top', { query: { period, metric, limit: 8 }, signal })).data,
  });
  return (
    <Card
      flush
      title={range.period === 'custom' ? 'Top creators, last 30 days' : 'Top creators'}
      actions={
        <div className="w-48">
          <select
            aria-label="Rank by"
            className="control"
            value={metric}
            onChange={({ currentTarget: { value } }) => setMetric(names.find((name) => name === value) ?? 'views')}
          >
            {names.map((name) => (
              <option key={name} value={name}>
                {metrics[name].title}
              </option>
            ))}
          </select>
        </div>
      }
    >
      {top.isPending && <LoadingLines />}
      {top.isError && <ErrorState error={top.error} retry={() => void top.refetch()} />}
      {top.isSuccess && top.data.length === 0 && (
        <EmptyState icon={UsersRound} title="No creators yet">
          A creator bundles the accounts of one person or brand. Make one on the page Creators.
        </EmptyState>
      )}
      {top.isSuccess && top.data.length > 0 && (
        <ol className="divide-y divide-line">
          {top.data.map((row) => (
            <li key={row.id} className="flex items-center gap-3 px-4 py-2">
              <span className="w-4 text-right text-xs text-muted">{row.rank}</span>
              <Avatar name={row.name} />
              <div className="min-w-0 flex-1">
                <Link href={`/creators/${row.id}`} className="block truncate text-sm font-medium hover:underline">
                  {row.name}
                </Link>
                <span className="block truncate text-xs text-muted">
                  {row.accounts} {row.accounts === 1 ? 'account' : 'accounts'} ·{' '}
                  <Told of={row} metric="followers">
                    {short(row.followers)}
                  </Told>{' '}
                  followers
                </span>
              </div>
              <span className="text-sm font-semibold">
                <Told of={row} metric={metrics[metric].of}>
                  {metrics[metric].show(row)}
                </Told>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
