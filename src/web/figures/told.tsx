import type { ReactNode } from 'react';
import type { TopCreator } from '../api/resources.ts';

type Metric = NonNullable<TopCreator['unavailable_metrics']>[number];

/** What a row, or the facts of an answer, say of their numbers. A remote API may say nothing. */
export type Telling = { readonly unavailable_metrics?: readonly Metric[] | undefined } | undefined;

/** Whether no source ever gave a metric: its numbers are 0 and mean nothing. */
export function isUnavailable(of: Telling, metric: Metric): boolean {
  return of?.unavailable_metrics?.includes(metric) === true;
}

/** A number, and a dash where no source ever gave it. */
export function Told({ of, metric, children }: { of: Telling; metric: Metric; children: ReactNode }) {
  return isUnavailable(of, metric) ? <NotAvailable /> : children;
}

export function NotAvailable() {
  return (
    <span title="not available from this source" className="text-muted">
      <span aria-hidden>–</span>
      <span className="sr-only">not available from this source</span>
    </span>
  );
}
