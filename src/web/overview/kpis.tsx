import { useQueries, useQuery } from '@tanstack/react-query';
import { v2 } from '../api/v2.ts';
import { Sparkline } from '../chart/sparkline.tsx';
import { ErrorState, Skeleton } from '../design/states.tsx';
import { ChangeBadge } from '../figures/change-badge.tsx';
import { full, percent, short } from '../figures/format.ts';
import { isUnavailable, NotAvailable } from '../figures/told.tsx';
import { daysOf, type Range } from '../range/range.ts';
import { sampleDays } from './sample-days.ts';

const kpis = [
  { name: 'total_views', title: 'Views', format: short },
  { name: 'engagement_rate', title: 'Engagement rate', format: percent },
  { name: 'active_accounts', title: 'Active accounts', format: full },
  { name: 'account_videos', title: 'Account videos', format: full },
  { name: 'tracked_videos', title: 'Individual videos', format: full },
] as const;

type Name = (typeof kpis)[number]['name'];

/** The five numbers of the overview, each with its course and its change against the window before. */
export function Kpis({ range }: { range: Range }) {
  const overview = useQuery({
    queryKey: ['overview', range],
    queryFn: ({ signal }) => v2('GET', '/overview', { query: range, signal }),
  });
  const courses = useCourses(range);
  if (overview.isError) return <ErrorState error={overview.error} retry={() => void overview.refetch()} />;
  const isTold = (name: Name) => {
    if (name === 'total_views') return !isUnavailable(overview.data?.meta, 'views');
    return name !== 'engagement_rate' || !isUnavailable(overview.data?.meta, name);
  };
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      {kpis.map(({ name, title, format }) => (
        <div
          key={name}
          className="flex flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-card max-md:last:col-span-2"
        >
          <dt className="px-3 pt-3.5 text-sm text-muted sm:px-4">{title}</dt>
          <dd className="mt-0.5 flex flex-wrap items-baseline justify-between gap-x-1 px-3 sm:px-4">
            {overview.isPending ? (
              <Skeleton className="my-1 h-7 w-20" />
            ) : (
              <>
                <span className="text-xl font-semibold tracking-tight sm:text-2xl">
                  {isTold(name) ? format(overview.data.data.current[name]) : <NotAvailable />}
                </span>
                {isTold(name) && <ChangeBadge value={overview.data.data.changes[`${name}_pct`]} />}
              </>
            )}
          </dd>
          <dd aria-hidden className="mt-auto pt-2">
            <Sparkline values={isTold(name) ? courses[name] : []} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Course = Record<Name, readonly number[]>;

/**
 * The course of each number. Views and the rate have a time series; the counts are levels at the end of a day, so they
 * are asked for on a few days of the range.
 */
function useCourses(range: Range): Course {
  const { start, end } = daysOf(range, Date.now());
  const series = useQuery({
    queryKey: ['overview', 'timeseries', range],
    queryFn: ({ signal }) => v2('GET', '/overview/timeseries', { query: range, signal }),
  });
  const levels = useQueries({
    queries: sampleDays(start, end).map((day) => ({
      queryKey: ['overview', 'level', day],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await v2('GET', '/overview', { query: { period: 'custom', start_date: day, end_date: day }, signal })).data
          .current,
      staleTime: Number.POSITIVE_INFINITY,
    })),
  }).flatMap(({ data }) => (data === undefined ? [] : [data]));
  const points = series.data?.data ?? [];
  return {
    total_views: points.map(({ views }) => views),
    engagement_rate: points.map(({ engagement_rate }) => engagement_rate),
    active_accounts: levels.map(({ active_accounts }) => active_accounts),
    account_videos: levels.map(({ account_videos }) => account_videos),
    tracked_videos: levels.map(({ tracked_videos }) => tracked_videos),
  };
}
