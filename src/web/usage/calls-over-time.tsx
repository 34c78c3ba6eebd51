import { useMemo, useState } from 'react';
import type { UsageRow } from '../api/resources.ts';
import { FormToggle, type SeriesForm } from '../chart/form-toggle.tsx';
import { TimeSeriesChart } from '../chart/time-series-chart.tsx';
import { Card } from '../design/card.tsx';
import { Segmented } from '../design/segmented.tsx';
import { axisShort, day, full } from '../figures/format.ts';
import { Filter } from '../table/filter.tsx';
import { keyName, sumBy, toolName, totalsOf } from './usage-sums.ts';
import { UsageTable } from './usage-table.tsx';

const figures = [
  { value: 'calls', title: 'Calls' },
  { value: 'errors', title: 'Errors' },
  { value: 'rate_limited', title: 'Rate-limit hits' },
] as const;

type Figure = (typeof figures)[number]['value'];

/** Calls, errors or rate-limit hits day by day: of all, or of one key and one tool. */
export function CallsOverTime({ rows, days }: { rows: readonly UsageRow[]; days: readonly string[] }) {
  const [figure, setFigure] = useState<Figure>('calls');
  const [key, setKey] = useState<string | null>(null);
  const [tool, setTool] = useState<string | null>(null);
  const [form, setForm] = useState<SeriesForm>('chart');
  const ofDays = useMemo(() => {
    const counted = rows.filter(
      (row) => (key === null || keyName(row) === key) && (tool === null || toolName(row) === tool),
    );
    const byDay = Map.groupBy(counted, (row) => row.day);
    return days.map((date) => ({ date, totals: totalsOf(byDay.get(date) ?? []) }));
  }, [rows, days, key, tool]);
  const values = useMemo(() => ofDays.map(({ totals }) => totals[figure]), [ofDays, figure]);
  // The newest day first, as in every list of days.
  const sums = ofDays.map(({ date, totals }) => ({ name: day(date).replaceAll(' ', '\u00a0'), totals })).toReversed();
  const shown = figures.find(({ value }) => value === figure) ?? figures[0];
  return (
    <Card title="Over time">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        {form === 'chart' && <Segmented label="Number" wrap options={figures} value={figure} onChange={setFigure} />}
        <Filter label="Key" any="All keys" options={options(rows, keyName)} value={key} onChange={setKey} />
        <Filter label="Tool" any="All tools" options={options(rows, toolName)} value={tool} onChange={setTool} />
        <span className="ml-auto">
          <FormToggle form={form} onChange={setForm} />
        </span>
      </div>
      {form === 'chart' ? (
        <TimeSeriesChart title={shown.title} days={days} values={values} format={full} axisFormat={axisShort} />
      ) : (
        <UsageTable label="Day by day" of="Day" sums={sums} className="rounded-lg border border-line" />
      )}
    </Card>
  );
}

function options(rows: readonly UsageRow[], nameOf: (row: UsageRow) => string) {
  return sumBy(rows, nameOf).map(({ name }) => ({ value: name, title: name }));
}
