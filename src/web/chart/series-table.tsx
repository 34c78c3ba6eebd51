import type { Point } from '../api/resources.ts';
import { ScrollRegion } from '../design/scroll-region.tsx';
import { day, full, percent } from '../figures/format.ts';
import { type Telling, Told } from '../figures/told.tsx';

type Metric = Exclude<keyof Point, 'date'>;

/** A time series in rows, the newest day first. */
export function SeriesTable({
  points,
  metrics,
  of,
}: {
  points: readonly Point[];
  metrics: readonly { value: Metric; title: string }[];
  of: Telling;
}) {
  return (
    <ScrollRegion label="Day by day" className="max-h-80 overflow-auto rounded-lg border border-line">
      <table className="w-full text-right text-sm">
        <thead className="sticky top-0 bg-sunken text-xs text-muted">
          <tr>
            <th scope="col" className="px-3 py-2 text-left font-medium">
              Day
            </th>
            {metrics.map(({ value, title }) => (
              <th key={value} scope="col" className="whitespace-nowrap px-3 py-2 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {points.toReversed().map((point) => (
            <tr key={point.date}>
              <th scope="row" className="whitespace-nowrap px-3 py-1.5 text-left font-normal">
                {day(point.date)}
              </th>
              {metrics.map(({ value }) => (
                <td key={value} className="px-3 py-1.5">
                  <Told of={of} metric={metricOf(value)}>
                    {cell(value, point[value])}
                  </Told>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** The metric that a number of a point is of. */
export function metricOf(value: Metric) {
  return value === 'follower_count' ? 'followers' : value;
}

function cell(metric: Metric, value: number | null): string {
  if (value === null) return '–';
  return metric === 'engagement_rate' ? percent(value) : full(value);
}
