import type { KeyObject } from 'node:crypto';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { queryBounds } from '../../contract/query/filters.ts';
import type { Plan } from '../../query/plan.ts';
import { statementOf } from '../../query/statement.ts';
import { type CursorBinding, issueCursor, readCursor } from '../cursor.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Allowance } from './allowance.ts';
import { cellsOf, columnsOf, type Read, readRows, restOf, type Shown, sumsShown } from './answer.ts';
import { compiled } from './compiled.ts';
import { explain } from './explain.ts';
import { factsOf } from './facts-of.ts';
import { knownCounts } from './known-counts.ts';
import { refused } from './names.ts';
import { type Body, type Planned, planOf } from './plan-of.ts';
import { type Question, readRequest } from './read-request.ts';

/** POST /query: one statement for whatever is asked, run where heavy reads run. */
export function queryMetrics(allowance: Allowance) {
  return (context: ServiceContext, { body }: Input<'query_metrics'>, call: Call): Promise<Reply<'query_metrics'>> => {
    const question = readRequest(body);
    return allowance.run(call.caller.keyId, () => answer(context, body, question, call));
  };
}

async function answer(
  context: ServiceContext,
  body: Body,
  question: Question,
  { caller: { organizationId } }: Call,
): Promise<Reply<'query_metrics'>> {
  const { store, cursorKey } = context;
  const planned = await planOf(context, body, question, organizationId);
  const { plan, zone, dataSince } = planned;
  const binding = bindingOf(body, planned);
  // One more than is shown tells whether there is another page.
  const asked: Plan = { ...plan, after: placeIn(cursorKey, binding, body.cursor ?? null), limit: body.limit + 1 };
  const all = readRows(asked, await store.readHeavy(organizationId, compiled(store, statementOf(asked))));
  checkGroups(plan, all.groups);
  const read: Read = { ...all, page: all.page.slice(0, body.limit) };
  const shown: Shown = { ...question, metrics: question.shown, hasIds: body.include.includes('ids') };
  const last = read.page.at(-1);
  const hasNext = all.page.length > body.limit && last !== undefined;
  const isCut = read.groups > read.page.length;
  const data = {
    type: 'query_result' as const,
    columns: columnsOf(shown, plan.previous !== null),
    rows: read.page.map((row) => cellsOf(plan, shown, row)),
    ...(body.include.includes('total') && { totals: sumsShown(plan, shown.metrics, read.totals) }),
    ...(body.include.includes('rest') && isCut && { rest: sumsShown(plan, shown.metrics, restOf(plan, read)) }),
  };
  const meta = {
    ...(await factsOf(store, planned, question)),
    ...knownCounts(plan, shown.metrics, read.totals),
    groups: read.groups,
    next_cursor: hasNext ? issueCursor(cursorKey, binding, { id: '', key: placeOf(last) }) : null,
    explain: explain(plan, shown, zone, dataSince),
  };
  return { status: 200, body: { data, meta } };
}

/** A cursor goes on with the same question over the same days alone, in pages of any size. */
function bindingOf({ cursor: _cursor, limit: _limit, ...asked }: Body, { plan, zone }: Planned): CursorBinding {
  const { current, previous, organization } = plan;
  const days = [current.start, current.end, previous?.start, previous?.end];
  const filters = { asked: JSON.stringify([asked, days, zone]) };
  return { operation: 'query_metrics', organizationId: organization.id, filters };
}

/** Of these there are as many as there are; they are ranked, and the first pages are what is asked for. */
const unbounded: ReadonlySet<string> = new Set(['post', 'hashtag', 'mention']);

function checkGroups({ dimensions }: Plan, groups: number): void {
  if (groups <= queryBounds.groups || dimensions.some(({ kind }) => unbounded.has(kind))) return;
  throw refused(
    'dimensions',
    `make ${groups} rows; at most ${queryBounds.groups} are allowed. Take fewer dimensions, a shorter range or a filter`,
  );
}

/** The values that a row is sorted by, as a cursor keeps them. */
function placeOf(row: Readonly<Record<string, unknown>>): string {
  const values: unknown[] = [];
  for (let index = 0; `o${index}` in row; index += 1) values.push(row[`o${index}`] ?? null);
  return JSON.stringify(values);
}

/** @throws Problem VALIDATION_ERROR for a cursor of another question */
function placeIn(cursorKey: KeyObject, binding: CursorBinding, cursor: string | null): Plan['after'] {
  if (cursor === null) return null;
  const values: unknown = JSON.parse(String(readCursor(cursorKey, binding, cursor).key));
  if (!Array.isArray(values)) throw new Error('A cursor of ours holds a list');
  return values.map((value: unknown) => (typeof value === 'string' || typeof value === 'number' ? value : null));
}
