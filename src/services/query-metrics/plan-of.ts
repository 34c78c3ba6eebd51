import type { Input } from '../../contract/port.ts';
import { notFound } from '../../contract/problem.ts';
import { accountsSeen } from '../../query/accounts-seen.ts';
import type { Plan } from '../../query/plan.ts';
import { looksAtSinglePosts } from '../../query/subject.ts';
import { firstPostDay, organizationFacts } from '../../store/organization-facts.ts';
import { originRanked } from '../../store/origin-ranks.ts';
import { dayOf } from '../calendar.ts';
import { type Known, knownOf, type Seen } from '../known.ts';
import type { ServiceContext } from '../service-context.ts';
import { compiled } from './compiled.ts';
import { derivedGains } from './derived-gains.ts';
import { type Days, resolveCompared, resolveRange } from './ranges.ts';
import type { Question } from './read-request.ts';
import { offsetsOver, spanOf, timesOf } from './spans.ts';
import { dayIn } from './time-zone.ts';

export type Body = Input<'query_metrics'>['body'];

/** A plan, with what is known of what it speaks of. */
export interface Planned {
  readonly plan: Plan;
  readonly zone: string;
  readonly today: string;
  /** The first day with data; null where there is none. */
  readonly dataSince: string | null;
  readonly known: Known;
  readonly isSample: boolean;
}

/** The plan of a question, now. @throws Problem VALIDATION_ERROR for ranges and zones that are none */
export async function planOf(
  { store, now }: ServiceContext,
  body: Body,
  question: Question,
  organizationId: string,
): Promise<Planned> {
  const { dialect, read } = store;
  const found = await organizationFacts(read, organizationId);
  if (found === undefined) throw notFound('organization');
  const organization = { id: organizationId, number: found.number };
  const zone = zoneOf(body, question, found.time_zone);
  const at = now();
  const today = question.of === 'posts' ? dayIn(zone, at) : dayOf(at);
  const ranges = rangesOf(body, today);
  const [current, previous] = ranges;
  const seen = await store.readHeavy(
    organizationId,
    compiled(store, accountsSeen({ ...question, dialect, organization })),
  );
  const known = knownOf(seen.map(seenOf));
  const dataSince = question.of === 'posts' ? await firstPostDay(read, organizationId) : known.since;
  const plan: Plan = {
    ...question,
    dialect,
    organization,
    current: spanOf(question.of, current, at),
    previous: previous === null ? null : spanOf(question.of, previous, at),
    isComparable: isSince(dataSince, current) && (previous === null || isSince(dataSince, previous)),
    ...(await levelFacts(store, question, organization, ranges)),
    offsets: looksAtSinglePosts(question)
      ? offsetsOver(zone, await publishing(store, question, organizationId, ranges))
      : [],
    times: timesOf(question.dimensions, current),
    after: null,
    limit: body.limit,
  };
  return { plan, zone, today, dataSince, known, isSample: found.holds_sample_data === 1 };
}

type Ranges = readonly [Days, Days | null];

function rangesOf({ date_range, compare }: Body, today: string): Ranges {
  const current = resolveRange(date_range, today);
  return [current, compare === undefined ? null : resolveCompared(compare, date_range, current, today)];
}

function isSince(since: string | null, { start }: Days): boolean {
  return since !== null && start >= since;
}

/** The days on which posts were published that a question speaks of: those that gain something may be old. */
async function publishing(
  { read }: ServiceContext['store'],
  { of }: Question,
  organizationId: string,
  [current, previous]: Ranges,
): Promise<readonly Days[]> {
  const ranges = previous === null ? [current] : [current, previous];
  if (of === 'posts') return ranges;
  const first = await firstPostDay(read, organizationId);
  return first === null || first > current.end ? ranges : [...ranges, { start: first, end: current.end }];
}

/** What gains of single posts need beside the question. */
async function levelFacts(
  store: ServiceContext['store'],
  question: Question,
  organization: Plan['organization'],
  ranges: Ranges,
): Promise<Pick<Plan, 'ranks' | 'derived'>> {
  if (question.of === 'posts' || !looksAtSinglePosts(question)) return { ranks: [], derived: null };
  return {
    ranks: await originRanked(store.read, organization.id),
    derived: await derivedGains(store, organization, ranges),
  };
}

/** Days of gains are UTC; a zone decides when posts were published. */
function zoneOf(body: Body, question: Question, ofOrganization: string): string {
  const zone = body.time_zone ?? ofOrganization;
  return looksAtSinglePosts(question) ? zone : 'UTC';
}

function seenOf(row: Readonly<Record<string, unknown>>): Seen {
  const text = row.first_scrape_time;
  return {
    platform: row.platform === 'tiktok' ? 'tiktok' : 'instagram',
    first_scrape_time: typeof text === 'string' ? text : null,
    unknown_metrics: Number(row.unknown_metrics),
    reported_metrics: Number(row.reported_metrics),
  };
}
