import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Analytics, Point } from '../api/resources.ts';
import { Performance } from '../chart/performance.tsx';
import { Card } from '../design/card.tsx';
import { ErrorState, Skeleton } from '../design/states.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import type { Telling } from '../figures/told.tsx';
import type { Range } from '../range/range.ts';
import { type DaysTold, HowDaysWereMade } from './how-days-were-made.tsx';
import { Totals } from './totals.tsx';

interface DetailNumbersProps {
  /** The parts of its path below `/v2`, which are what the cache calls it too. */
  of: readonly string[];
  range: Range;
  timeseries: (signal: AbortSignal) => Promise<{ data: readonly Point[]; meta: Telling & DaysTold }>;
  /** Null where the API has none. */
  analytics: ((signal: AbortSignal) => Promise<{ data: Analytics; meta: Telling }>) | null;
}

/** The numbers of one account, creator or video over a range: sums and the course of days. */
export function DetailNumbers({ of, range, timeseries, analytics }: DetailNumbersProps) {
  const series = useQuery({
    queryKey: [...of, 'timeseries', range],
    queryFn: ({ signal }) => timeseries(signal),
  });
  return (
    <>
      {analytics !== null && <Sums of={of} range={range} analytics={analytics} />}
      <Card title="Performance">
        {series.isPending && <Skeleton className="h-72 w-full" />}
        {series.isError && <ErrorState error={series.error} retry={() => void series.refetch()} />}
        {series.isSuccess && (
          <Performance
            points={series.data.data}
            of={series.data.meta}
            saving={<RowsMenu name={`${of[0]}-timeseries`} path={`/${of.join('/')}/timeseries`} query={{ ...range }} />}
          />
        )}
        {series.isSuccess && <HowDaysWereMade of={series.data.meta} />}
      </Card>
    </>
  );
}

function Sums({
  of,
  range,
  analytics,
}: Pick<DetailNumbersProps, 'of' | 'range'> & { analytics: NonNullable<DetailNumbersProps['analytics']> }) {
  const sums = useQuery({
    queryKey: [...of, 'analytics', range],
    queryFn: ({ signal }) => analytics(signal),
  });
  if (sums.isPending) return <Skeleton className="h-24 w-full" />;
  if (sums.isError) return <ErrorState error={sums.error} retry={() => void sums.refetch()} />;
  return <Totals analytics={sums.data.data} of={sums.data.meta} />;
}

/** Names and values of one thing, in columns. */
export function Facts({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-4">
      {facts.map(({ name, value }) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="break-words text-sm">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
