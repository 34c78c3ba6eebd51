import type { Reply } from '../../contract/port.ts';
import { looksAtSinglePosts } from '../../query/subject.ts';
import { roundedPosts } from '../../store/organization-facts.ts';
import type { Store } from '../../store/store.ts';
import { basisOf } from '../analytics/basis.ts';
import { daysFromTo } from '../calendar.ts';
import type { Known } from '../known.ts';
import type { Planned } from './plan-of.ts';
import type { Days } from './ranges.ts';
import type { Question } from './read-request.ts';

type Meta = Reply<'query_metrics'>['body']['meta'];
type Facts = Pick<
  Meta,
  | 'of'
  | 'date_range'
  | 'compare'
  | 'time_zone'
  | 'data_since'
  | 'days_with_data'
  | 'compare_days_with_data'
  | 'unavailable_metrics'
  | 'rounded'
  | 'sample'
  | 'basis'
>;

/** What an answer says of the data that it rests on. */
export async function factsOf(store: Store, planned: Planned, question: Question): Promise<Facts> {
  const { plan, zone, dataSince, known, isSample } = planned;
  const { current, previous, organization } = plan;
  const span = { start: earlier(current.start, previous?.start), end: current.end };
  const isOfAccounts = !looksAtSinglePosts(plan);
  const { basis = 'posts' } = isOfAccounts
    ? await basisOf(store, organization.id, { kind: 'organization' }, known, span)
    : {};
  const rounded = await roundedPosts(store.read, organization.number, 1);
  return {
    of: plan.of,
    date_range: [current.start, current.end],
    ...(previous !== null && { compare: [previous.start, previous.end] }),
    time_zone: zone,
    data_since: dataSince,
    days_with_data: daysWithData(planned, current),
    ...(previous !== null && { compare_days_with_data: daysWithData(planned, previous) }),
    ...unavailable(known, question),
    ...(rounded.length > 0 && { rounded: true as const }),
    ...(isSample && { sample: true as const }),
    basis,
  };
}

function earlier(day: string, other: string | undefined): string {
  return other !== undefined && other < day ? other : day;
}

function daysWithData({ dataSince, today }: Planned, { start, end }: Days): number {
  if (dataSince === null) return 0;
  const from = start > dataSince ? start : dataSince;
  const until = end < today ? end : today;
  return Math.max(0, daysFromTo(from, until));
}

function unavailable({ unavailable: all }: Known, { shown }: Question) {
  const asked = shown.map((metric) => ('count' in metric ? metric.count : metric.kind));
  const missing = all.filter((name) => asked.some((each) => each === name));
  return missing.length === 0 ? {} : { unavailable_metrics: missing };
}
