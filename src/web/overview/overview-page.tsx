import { useQuery } from '@tanstack/react-query';
import { v2 } from '../api/v2.ts';
import { Performance } from '../chart/performance.tsx';
import { Card } from '../design/card.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { ErrorState, Skeleton } from '../design/states.tsx';
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
      {series.isSuccess && <Performance points={series.data.data} />}
    </Card>
  );
}
