import { sql } from 'kysely';
import type { AccountColumns } from './account-columns.ts';
import type { Plan, Span } from './plan.ts';
import { literal, type Sql, speeches } from './words-of-databases.ts';

/** 0 = the range that is asked for, 1 = the one that it is compared with. */
export type Period = 0 | 1;

export interface PeriodSpan {
  readonly period: Period;
  readonly span: Span;
}

export function periodsOf({ current, previous }: Pick<Plan, 'current' | 'previous'>): readonly PeriodSpan[] {
  const first: PeriodSpan = { period: 0, span: current };
  return previous === null ? [first] : [first, { period: 1, span: previous }];
}

/** The column of the key of a dimension. */
export function key(index: number): Sql {
  return sql.ref(`k${index}`);
}

/** The keys of a plan's dimensions in some columns; a time that columns do not know is given. */
export function keysIn(plan: Plan, columns: AccountColumns, time: Sql | null = null): readonly Sql[] {
  const speech = speeches[plan.dialect];
  return plan.dimensions.map((dimension) => {
    if (time !== null && dimension.kind.startsWith('time:')) return time;
    const value = columns.of(dimension);
    return isText(dimension.kind) ? speech.ordered(value) : value;
  });
}

const numbered = ['post', 'follower_tier', 'weekday', 'hour', 'duration', 'post_age'];

/** Whether the key of a dimension is a text; else it is a whole number. */
export function isText(kind: Plan['dimensions'][number]['kind']): boolean {
  return !numbered.includes(kind);
}

/** One row of a union: a period, the keys of the dimensions and numbers by name, in the order of `names`. */
export function factRow(
  period: Period,
  keys: readonly Sql[],
  names: readonly string[],
  values: Readonly<Record<string, Sql>>,
): Sql {
  const columns = [
    sql`${literal(period)} as period`,
    ...keys.map((value, index) => sql`${value} as ${key(index)}`),
    ...names.map((name) => sql`${values[name] ?? sql`0`} as ${sql.ref(name)}`),
  ];
  return sql`select ${sql.join(columns)}`;
}

export function unionOf(parts: readonly Sql[]): Sql {
  return sql.join([...parts], sql` union all `);
}

export function isTime(plan: Pick<Plan, 'dimensions'>): boolean {
  return plan.dimensions.some(({ kind }) => kind.startsWith('time:'));
}

/** The index of the dimension of time; -1 where there is none. */
export function timeIndex(plan: Pick<Plan, 'dimensions'>): number {
  return plan.dimensions.findIndex(({ kind }) => kind.startsWith('time:'));
}
