import { useQuery } from '@tanstack/react-query';
import { ChartLine } from 'lucide-react';
import { Link } from 'wouter';
import type { Point } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { Performance } from '../chart/performance.tsx';
import { buttonClasses } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { EmptyState, ErrorState, Skeleton } from '../design/states.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import { type Range, useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useMay, useVisitor } from '../session/session.tsx';
import { ConnectInvitation } from './connect-invitation.tsx';
import { Kpis } from './kpis.tsx';
import { RecentVideos } from './recent-videos.tsx';
import { TopCreators } from './top-creators.tsx';

/** The organization at a glance. */
export default function OverviewPage() {
  const { organization } = useVisitor();
  const manages = useMay('admin');
  const [range, setRange] = useRange('7d');
  return (
    <>
      <PageHeader
        title="Overview"
        lead={`How ${organization.name} is doing.`}
        actions={<RangePicker range={range} onChange={setRange} />}
      />
      <div className="space-y-5">
        {manages && <ConnectInvitation />}
        <Kpis range={range} />
        <PerformanceCard range={range} />
        <div className="grid gap-5 xl:grid-cols-2">
          <TopCreators range={range} />
          <RecentVideos />
        </div>
      </div>
    </>
  );
}

function PerformanceCard({ range }: { range: Range }) {
  const series = useQuery({
    queryKey: ['overview', 'timeseries', range],
    queryFn: ({ signal }) => v2('GET', '/overview/timeseries', { query: range, signal }),
  });
  return (
    <Card title="Performance">
      {series.isPending && <Skeleton className="h-72 w-full" />}
      {series.isError && <ErrorState error={series.error} retry={() => void series.refetch()} />}
      {series.isSuccess &&
        (isEmpty(series.data.data) ? (
          <NoNumbers />
        ) : (
          <Performance
            points={series.data.data}
            of={series.data.meta}
            saving={<RowsMenu name="overview-timeseries" path="/overview/timeseries" query={{ ...range }} />}
          />
        ))}
    </Card>
  );
}

/** Nobody was ever seen to follow anything, and nothing was gained: there is no account, or none was refreshed yet. */
function isEmpty(points: readonly Point[]): boolean {
  return points.every(
    ({ views, engagement, follower_count }) => views === 0 && engagement === 0 && follower_count === null,
  );
}

function NoNumbers() {
  const writes = useMay('member');
  const imports = useMay('admin');
  return (
    <EmptyState
      icon={ChartLine}
      title="No numbers yet"
      action={
        writes && (
          <div className="flex flex-wrap justify-center gap-2">
            {imports && (
              <Link href="/imports" className={buttonClasses('primary')}>
                Upload your numbers
              </Link>
            )}
            <Link href="/accounts" className={buttonClasses(imports ? 'secondary' : 'primary')}>
              Track an account
            </Link>
          </div>
        )
      }
    >
      They begin with a file of yours, such as an export of TikTok Studio or Meta Business Suite, or with the first
      refresh of a tracked account.
    </EmptyState>
  );
}
