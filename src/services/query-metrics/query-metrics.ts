import type { Call, Input, Reply } from '../../contract/port.ts';
import { notFound } from '../../contract/problem.ts';
import { queryBounds } from '../../contract/query/filters.ts';
import { accountsSeen } from '../../query/accounts-seen.ts';
import type { Plan } from '../../query/plan.ts';
import { statementOf } from '../../query/statement.ts';
import { looksAtSinglePosts } from '../../query/subject.ts';
import type { Sql } from '../../query/words-of-databases.ts';
import { firstPostDay, organizationFacts, roundedPosts } from '../../store/organization-facts.ts';
import { originRanked } from '../../store/origin-ranks.ts';
import { basisOf } from '../analytics/basis.ts';
import { dayOf, daysFromTo } from '../calendar.ts';
import { issueCursor, readCursor } from '../cursor.ts';
import { type Known, knownOf, type Seen } from '../known.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Allowance } from './allowance.ts';
import { cellsOf, columnsOf, type Read, readRows, restOf, type Shown, sumsShown } from './answer.ts';
import { derivedGains } from './derived-gains.ts';
import { explain } from './explain.ts';
import { knownCounts } from './known-counts.ts';
import { refused } from './names.ts';
import { type Days, resolveCompared, resolveRange } from './ranges.ts';
import { type Question, readRequest } from './read-request.ts';
import { offsetsOver, spanOf, timesOf } from './spans.ts';
import { dayIn, isTimeZone } from './time-zone.ts';

type Body = Input<'query_metrics'>['body'];
type Meta = Reply<'query_metrics'>['body']['meta'];

/** POST /query: one statement for whatever is asked, run where heavy reads run. */
export function queryMetrics(allowance: Allowance) {
  return (
    context: ServiceContext,
    { body }: Input<'query_metrics'>,
    call: Call,
  ): Promise<Reply<'query_metrics'>> => {
    const question = readRequest(body);
    return allowance.run(call.caller.keyId, () => answer(context, body, question, call));
  };
}

async function answer(
  context: ServiceContext,
  body: Body,
  question: Question,
  { caller }: Call,
): Promise<Reply<'query_metrics'>> {
  const { store, cursorKey, readHeavy } = context;
  const facts = await factsOf(context, body, question, caller.organizationId);
  const { plan, zone, dataSince } = facts;
  const binding = {
    operation: 'query_metrics',
    organizationId: caller.organizationId,
    filters: { asked: JSON.stringify([{ ...body, cursor: null }, plan.current, plan.previous, zone]) },
  };
  const cursor = body.cursor ?? null;
  const after = cursor === null ? null : readPlace(readCursor(cursorKey, binding, cursor).key);
  // One more than is shown tells whether there is another page.
  const asked: Plan = { ...plan, after, limit: body.limit + 1 };
  const all = readRows(asked, await readHeavy(caller.organizationId, compiled(store, statementOf(asked))));
  checkGroups(plan, all.groups);
  const read: Read = { ...all, page: all.page.slice(0, body.limit) };
  const shown: Shown = { ...question, metrics: question.shown, hasIds: body.include.includes('ids') };
  const last = read.page.at(-1);
  const hasNext = all.page.length > body.limit && last !== undefined;
  const next = hasNext ? issueCursor(cursorKey, binding, { id: '', key: placeOf(last) }) : null;
  const data = {
    type: 'query_result' as const,
    columns: columnsOf(shown, plan.previous !== null),
    rows: read.page.map((row) => cellsOf(plan, shown, row)),
    ...(body.include.includes('total') && { totals: sumsShown(plan, shown.metrics, read.totals) }),
    ...(body.include.includes('rest') && { rest: sumsShown(plan, shown.metrics, restOf(plan, read)) }),
  };
  const meta: Meta = {
    of: plan.of,
    date_range: [plan.current.start, plan.current.end],
    ...(plan.previous !== null && { compare: [plan.previous.start, plan.previous.end] }),
    time_zone: zone,
    data_since: dataSince,
    days_with_data: facts.daysWithData(plan.current),
    ...(plan.previous !== null && { compare_days_with_data: facts.daysWithData(plan.previous) }),
    groups: read.groups,
    next_cursor: next,
    ...knownCounts(plan, shown.metrics, read.totals),
    ...facts.more,
    explain: explain(plan, shown, zone, dataSince),
  };
  return { status: 200, body: { data, meta } };
}

function checkGroups({ dimensions }: Plan, groups: number): void {
  if (groups <= queryBounds.groups || dimensions.some(({ kind }) => kind === 'post')) return;
  throw refused(
    'dimensions',
    `make ${groups} rows; at most ${queryBounds.groups} are allowed. Take fewer dimensions, a shorter range or a filter`,
  );
}

function compiled({ read }: ServiceContext['store'], statement: Sql) {
  const { sql, parameters } = statement.compile(read);
  return { sql, parameters: parameters.map((value) => (typeof value === 'number' || value === null ? value : String(value))) };
}

/** All that the statement and the answer rest on beside the question. */
async function factsOf({ store, now, readHeavy }: ServiceContext, body: Body, question: Question, organizationId: string) {
  const found = await organizationFacts(store.read, organizationId);
  if (found === undefined) throw notFound('organization');
  const organization = { id: organizationId, number: found.number };
  const zone = zoneOf(body, question, found.time_zone);
  const at = now();
  const today = question.of === 'posts' ? dayIn(zone, at) : dayOf(at);
  const current = resolveRange(body.date_range, today);
  const compare = body.compare ?? null;
  const previous = compare === null ? null : resolveCompared(compare, body.date_range, current, today);
  const ranges = previous === null ? [current] : [current, previous];
  const isOfPosts = looksAtSinglePosts(question);
  const { dialect } = store;
  const seen = await readHeavy(organizationId, compiled(store, accountsSeen({ ...question, dialect, organization })));
  const known = knownOf(seen.map(seenOf));
  const dataSince = question.of === 'posts' ? await firstPostDay(store.read, organizationId) : known.since;
  const isComparable = dataSince !== null && ranges.every(({ start }) => start >= dataSince);
  const isOfGains = isOfPosts && question.of === 'gains';
  const plan: Plan = {
    ...question,
    dialect,
    organization,
    current: spanOf(question.of, current, at),
    previous: previous === null ? null : spanOf(question.of, previous, at),
    isComparable,
    ranks: isOfGains ? await originRanked(store.read, organizationId) : [],
    derived: isOfGains ? await derivedGains(store, organization, [current, previous]) : null,
    offsets: isOfPosts ? offsetsOver(zone, ranges) : [],
    times: timesOf(question.dimensions, current),
    after: null,
    limit: body.limit,
  };
  const span = { start: ranges.map(({ start }) => start).sort()[0] ?? current.start, end: current.end };
  const reported = isOfPosts ? {} : await basisOf(store, organizationId, { kind: 'organization' }, known, span);
  const rounded = await roundedPosts(store.read, found.number, 1);
  return {
    plan,
    zone,
    dataSince,
    daysWithData: (days: Days) => daysWithData(days, dataSince, today),
    more: {
      ...unavailable(known, question),
      ...(rounded.length > 0 && { rounded: true as const }),
      ...(found.holds_sample_data === 1 && { sample: true as const }),
      basis: reported.basis ?? ('posts' as const),
    },
  };
}

/** Days of gains are UTC; a zone decides when posts were published. */
function zoneOf(body: Body, question: Question, ofOrganization: string): string {
  const zone = body.time_zone ?? ofOrganization;
  if (!isTimeZone(zone)) throw refused('time_zone', 'is no IANA name of a time zone, as Europe/Berlin');
  return looksAtSinglePosts(question) ? zone : 'UTC';
}

function daysWithData({ start, end }: Days, since: string | null, today: string): number {
  if (since === null) return 0;
  const from = start > since ? start : since;
  const until = end < today ? end : today;
  return Math.max(0, daysFromTo(from, until));
}

function unavailable({ unavailable: all }: Known, { shown }: Question) {
  const asked = shown.map((metric) => ('count' in metric ? metric.count : metric.kind));
  const missing = all.filter((name) => asked.some((each) => each === name));
  return missing.length === 0 ? {} : { unavailable_metrics: missing };
}

function seenOf(row: Readonly<Record<string, unknown>>): Seen {
  const text = row['first_scrape_time'];
  return {
    platform: row['platform'] === 'tiktok' ? 'tiktok' : 'instagram',
    first_scrape_time: typeof text === 'string' ? text : null,
    unknown_metrics: Number(row['unknown_metrics']),
    reported_metrics: Number(row['reported_metrics']),
  };
}

/** The values that a row is sorted by, as a cursor keeps them. */
function placeOf(row: Readonly<Record<string, unknown>>): string {
  const values: unknown[] = [];
  for (let index = 0; `o${index}` in row; index += 1) values.push(row[`o${index}`] ?? null);
  return JSON.stringify(values);
}

function readPlace(key: string | number): Plan['after'] {
  const values: unknown = JSON.parse(String(key));
  if (!Array.isArray(values)) throw new Error('A cursor of ours holds a list');
  return values.map((value: unknown) => (typeof value === 'string' || typeof value === 'number' ? value : null));
}
