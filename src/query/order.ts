import { sql } from 'kysely';
import { joined } from './conditions.ts';
import { isText, key } from './facts.ts';
import { changeValue, metricValue } from './metric-values.ts';
import type { Order, Plan } from './plan.ts';
import { literal, type Speech, type Sql, speeches } from './words-of-databases.ts';

/** One value that rows are sorted by. Nulls come last, whichever way. */
export interface Term {
  readonly value: Sql;
  readonly direction: 'asc' | 'desc';
  readonly isText: boolean;
}

/** The column of a term's value. */
export function orderColumn(index: number): Sql {
  return sql.ref(`o${index}`);
}

/** What was asked for, then the names and keys of the row: no two rows are alike. */
export function orderTerms(plan: Plan): readonly Term[] {
  const ties = plan.dimensions.map((_, index): Order => ({ by: 'dimension', index, direction: 'asc' }));
  return [...plan.order, ...ties].flatMap((order) => termsOf(plan, order));
}

function termsOf(plan: Plan, order: Order): readonly Term[] {
  const { direction } = order;
  if (order.by !== 'dimension') {
    const value = order.by === 'metric' ? metricValue(plan, order.metric, 0) : changeValue(plan, order.metric);
    return [{ value, direction, isText: false }];
  }
  const kind = plan.dimensions[order.index]?.kind ?? 'platform';
  const ordered = (value: Sql) => (isText(kind) ? speeches[plan.dialect].ordered(value) : value);
  const itself: Term = { value: ordered(key(order.index)), direction, isText: isText(kind) };
  if (kind !== 'creator' && kind !== 'account') return [itself];
  return [{ value: ordered(sql.ref(`n${order.index}`)), direction, isText: true }, itself];
}

export function orderBy(terms: readonly Term[]): Sql {
  return sql.join(
    terms.map(({ direction }, index) => {
      const column = orderColumn(index);
      return sql`case when ${column} is null then 1 else 0 end, ${column} ${sql.raw(direction)}`;
    }),
  );
}

/** Whether a row comes behind the last one of the page before. */
export function isBehind(terms: readonly Term[], after: Plan['after'], speech: Speech): Sql {
  if (after === null) return sql`true`;
  const ways = terms.map((term, place) => {
    const same = terms.slice(0, place).map((_, index) => isSame(index, after[index] ?? null, speech));
    return joined('and', [...same, comesAfter(term, place, after[place] ?? null, speech)]);
  });
  return joined('or', ways);
}

function isSame(index: number, value: string | number | null, speech: Speech): Sql {
  return value === null ? sql`${orderColumn(index)} is null` : sql`${orderColumn(index)} = ${asValue(value, speech)}`;
}

function comesAfter({ direction }: Term, index: number, value: string | number | null, speech: Speech): Sql {
  if (value === null) return sql`false`;
  const sign = sql.raw(direction === 'asc' ? '>' : '<');
  return sql`(${orderColumn(index)} is null or ${orderColumn(index)} ${sign} ${asValue(value, speech)})`;
}

function asValue(value: string | number, speech: Speech): Sql {
  return typeof value === 'number' ? literal(value) : speech.text(value);
}
