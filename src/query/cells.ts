import { sql } from 'kysely';
import { atomsOfGains, atomsOfPosts, measureName } from './atoms.ts';
import { isTime, key, type Period, periodsOf, timeIndex } from './facts.ts';
import { afterAllTimes } from './gains-of-accounts.ts';
import { knownName, rankedName, sumColumn } from './metric-values.ts';
import type { Plan } from './plan.ts';
import { literal, type Sql } from './words-of-databases.ts';

/** A number of a row, by its name in the statement's answer, and how it comes about. */
interface Sum {
  readonly name: string;
  readonly value: Sql;
  /** Whether the sums of several rows add up. */
  readonly adds: boolean;
}

/** All that a row of a plan tells, for each period: made of facts, or of `ranked` facts where ranks are asked. */
export function sumsOf(plan: Plan): readonly Sum[] {
  return periodsOf(plan).flatMap(({ period }) => (plan.of === 'gains' ? gains(plan, period) : posts(plan, period)));
}

function within(period: Period, value: Sql): Sql {
  return sql`case when period = ${literal(period)} then ${value} end`;
}

function gains(plan: Plan, period: Period): readonly Sum[] {
  return atomsOfGains(plan.metrics).map((name) => ({
    name: sumColumn(period, name),
    value: sql`coalesce(sum(${within(period, sql.ref(name))}), 0)`,
    adds: true,
  }));
}

function posts(plan: Plan, period: Period): readonly Sum[] {
  const { measures, ranked } = atomsOfPosts(plan.metrics);
  const counts = (name: string, of: Sql): Sum => ({ name: sumColumn(period, name), value: of, adds: true });
  return [
    counts('posts', sql`count(${within(period, sql`post_id`)})`),
    {
      name: sumColumn(period, 'accounts'),
      value: sql`count(distinct ${within(period, sql`account_id`)})`,
      adds: false,
    },
    ...measures.flatMap((measure) => {
      const name = measureName(measure);
      const value = within(period, sql.ref(name));
      return [counts(name, sql`coalesce(sum(${value}), 0)`), counts(knownName(name), sql`count(${value})`)];
    }),
    ...ranked.flatMap((measure) => {
      const name = measureName(measure);
      return [rankedSum(period, 'median', name), rankedSum(period, 'p90', name)];
    }),
  ];
}

const tenths = { median: 5, p90: 9 } as const;

/** The value of the nearest rank: of n values the ⌈n/2⌉th, or the ⌈9n/10⌉th. */
function rankedSum(period: Period, kind: 'median' | 'p90', measure: string): Sum {
  const [rank, known, value] = [sql.ref(`${measure}_rank`), sql.ref(`${measure}_count`), sql.ref(measure)];
  const isIt = sql`period = ${literal(period)} and ${value} is not null and ${rank} = (${known} * ${literal(tenths[kind])} + 9) / 10`;
  return {
    name: sumColumn(period, rankedName(kind, measure)),
    value: sql`max(case when ${isIt} then ${value} end)`,
    adds: false,
  };
}

/** Facts with the rank of each count within its group, or within all. */
export function rankedFacts(plan: Plan, facts: Sql, grouped: 'by keys' | 'as one'): Sql {
  const { ranked } = plan.of === 'posts' ? atomsOfPosts(plan.metrics) : { ranked: [] };
  if (ranked.length === 0) return facts;
  const keys = grouped === 'by keys' ? plan.dimensions.map((_, index) => key(index)) : [];
  const group = sql.join([sql`period`, ...keys]);
  const columns = ranked.map((measure) => {
    const name = measureName(measure);
    const [value, rank, known] = [sql.ref(name), sql.ref(`${name}_rank`), sql.ref(`${name}_count`)];
    return sql`row_number() over (partition by ${group}, case when ${value} is null then 1 else 0 end order by ${value}) as ${rank},
      count(${value}) over (partition by ${group}) as ${known}`;
  });
  return sql`select *, ${sql.join(columns)} from (${facts}) as each`;
}

/** Facts grouped: a row of each combination of keys, with its sums. */
export function cells(plan: Plan, facts: Sql): Sql {
  const keys = plan.dimensions.map((_, index) => key(index));
  const sums = sumsOf(plan).map(({ name, value }) => sql`${value} as ${sql.ref(name)}`);
  const grouped = keys.length === 0 ? sql`` : sql` group by ${sql.join(keys)}`;
  const rows = sql`select ${sql.join([...keys, ...sums])} from (${rankedFacts(plan, facts, 'by keys')}) as facts${grouped}`;
  return isTime(plan) && plan.of === 'gains' ? throughTime(plan, rows) : rows;
}

/**
 * Followers at the end of each time: those of now without what came in later ones; and of which accounts saves are known,
 * in every time of them. Both stand in the row behind all times, which goes.
 */
function throughTime(plan: Plan, rows: Sql): Sql {
  const at = timeIndex(plan);
  const others = plan.dimensions.flatMap((_, index) => (index === at ? [] : [key(index)]));
  const group = others.length === 0 ? sql`` : sql`partition by ${sql.join(others)}`;
  const after = sql`(${group} order by ${key(at)} desc rows between unbounded preceding and 1 preceding)`;
  const columns = periodsOf(plan).flatMap(({ period }) =>
    atomsOfGains(plan.metrics).map((name) => {
      const column = sql.ref(sumColumn(period, name));
      if (name === 'level' || name === 'level_known')
        return sql`coalesce(sum(${column}) over ${after}, 0) as ${column}`;
      return name === 'savers' ? sql`sum(${column}) over (${group}) as ${column}` : sql`${column}`;
    }),
  );
  const keys = plan.dimensions.map((_, index) => key(index));
  return sql`select * from (select ${sql.join([...keys, ...columns])} from (${rows}) as times) as through
    where ${key(at)} <> ${sql.lit(afterAllTimes)}`;
}
