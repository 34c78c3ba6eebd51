import { useQuery } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import { dashboard } from '../api/dashboard.ts';
import type { UsageRow } from '../api/resources.ts';
import { Card } from '../design/card.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { EmptyState, ErrorState, LoadingLines } from '../design/states.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import { full } from '../figures/format.ts';
import { useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { CallsOverTime } from './calls-over-time.tsx';
import { TrackedPosts } from './tracked-posts.tsx';
import { daysBetween, keyName, sumBy, toolName, totalsOf, type UsageTotals } from './usage-sums.ts';
import { UsageTable } from './usage-table.tsx';

/** Who calls what, how often, and what goes wrong. */
export default function UsagePage() {
  const [range, setRange] = useRange('7d');
  const usage = useQuery({
    queryKey: ['usage', range],
    queryFn: ({ signal }) => dashboard('GET', '/usage', { query: range, signal }),
  });
  return (
    <>
      <PageHeader
        title="Usage"
        lead="What agents and scripts asked for. Today counts, so that you see what just happened."
        actions={
          <>
            <RangePicker range={range} onChange={setRange} />
            <RowsMenu name="usage" base={dashboardApiBase} path="/usage" query={{ ...range }} />
          </>
        }
      />
      <div className="space-y-5">
        {usage.isPending && <LoadingLines />}
        {usage.isError && <ErrorState error={usage.error} retry={() => void usage.refetch()} />}
        {usage.isSuccess &&
          (usage.data.data.length === 0 ? (
            <Card flush>
              <EmptyState icon={Gauge} title="No calls in this range">
                As soon as an agent or a script uses a key, its calls show here.
              </EmptyState>
            </Card>
          ) : (
            <Calls rows={usage.data.data} days={daysBetween(usage.data.meta.start_date, usage.data.meta.end_date)} />
          ))}
        <TrackedPosts />
      </div>
    </>
  );
}

const figures = [
  { name: 'calls', title: 'Calls' },
  { name: 'errors', title: 'Errors' },
  { name: 'rate_limited', title: 'Rate-limit hits' },
] as const satisfies readonly { name: keyof UsageTotals; title: string }[];

function Calls({ rows, days }: { rows: readonly UsageRow[]; days: readonly string[] }) {
  const totals = totalsOf(rows);
  return (
    <>
      <dl className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        {figures.map(({ name, title }) => (
          <div key={name} className="rounded-xl border border-line bg-surface px-4 py-3 shadow-card">
            <dt className="text-sm text-muted">{title}</dt>
            <dd className="text-2xl font-semibold tracking-tight">{full(totals[name])}</dd>
          </div>
        ))}
      </dl>
      <CallsOverTime rows={rows} days={days} />
      <div className="grid gap-5 xl:grid-cols-2">
        <Card flush title="By key">
          <UsageTable label="By key" of="Key" sums={sumBy(rows, keyName)} />
        </Card>
        <Card flush title="By tool and operation">
          <UsageTable label="By tool and operation" of="Tool or operation" sums={sumBy(rows, toolName)} />
        </Card>
      </div>
    </>
  );
}
