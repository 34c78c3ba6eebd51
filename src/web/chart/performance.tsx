import { type ReactNode, useMemo, useState } from 'react';
import type { Point } from '../api/resources.ts';
import { Segmented } from '../design/segmented.tsx';
import { axisPercent, axisShort, full, percent } from '../figures/format.ts';
import { isUnavailable, type Telling } from '../figures/told.tsx';
import { FormToggle, type SeriesForm } from './form-toggle.tsx';
import { metricOf, SeriesTable } from './series-table.tsx';
import { TimeSeriesChart } from './time-series-chart.tsx';

const metrics = [
  { value: 'views', title: 'Views' },
  { value: 'engagement', title: 'Engagement' },
  { value: 'engagement_rate', title: 'Engagement rate' },
  { value: 'likes', title: 'Likes' },
  { value: 'comments', title: 'Comments' },
  { value: 'shares', title: 'Shares' },
  { value: 'follower_count', title: 'Followers' },
] as const;

type Metric = (typeof metrics)[number]['value'];

/** Any time series of the API: a line for one of its numbers, or all of them as a table. What no source gave has no line. */
export function Performance({ points, of, saving }: { points: readonly Point[]; of: Telling; saving: ReactNode }) {
  const [metric, setMetric] = useState<Metric>('views');
  const [form, setForm] = useState<SeriesForm>('chart');
  // Videos have no followers.
  const offered = metrics.filter(({ value }) => points.some((point) => point[value] !== null));
  const drawn = offered.filter(({ value }) => !isUnavailable(of, metricOf(value)));
  const shown = drawn.find(({ value }) => value === metric) ?? drawn[0] ?? metrics[0];
  const days = useMemo(() => points.map(({ date }) => date), [points]);
  const values = useMemo(() => points.map((point) => point[shown.value]), [points, shown]);
  const isRate = shown.value === 'engagement_rate';
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented wrap label="Number" options={drawn} value={shown.value} onChange={setMetric} />
        <div className="flex items-center gap-1">
          {saving}
          <FormToggle form={form} onChange={setForm} />
        </div>
      </div>
      {form === 'chart' ? (
        <TimeSeriesChart
          title={shown.title}
          days={days}
          values={values}
          format={isRate ? percent : full}
          axisFormat={isRate ? axisPercent : axisShort}
        />
      ) : (
        <SeriesTable points={points} metrics={offered} of={of} />
      )}
    </div>
  );
}
