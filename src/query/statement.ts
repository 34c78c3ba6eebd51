import { sql } from 'kysely';
import { checkedOwner } from '../store/owner.ts';
import { cells, rankedFacts, sumsOf } from './cells.ts';
import { joined } from './conditions.ts';
import { isText, isTime, key, timeIndex } from './facts.ts';
import { afterAllTimes, gainsOfAccounts } from './gains-of-accounts.ts';
import { gainsOfPosts } from './gains-of-posts.ts';
import { rowCondition } from './metric-values.ts';
import { isBehind, orderBy, orderColumn, orderTerms } from './order.ts';
import type { Plan } from './plan.ts';
import { hasManyRows, postsPublished } from './posts-published.ts';
import { looksAtSinglePosts } from './subject.ts';
import { literal, type Sql, speeches } from './words-of-databases.ts';

/**
 * The statement of a plan. Its rows are of three kinds: `row`, a row of the page with its keys, names and sums, its `place`
 * and the values that it is sorted by; `sum`, the sums of all rows, with how many there are (`groups`); `total`, what does
 * not follow from sums of rows.
 */
export function statementOf(plan: Plan): Sql {
  const terms = orderTerms(plan);
  const orders = terms.map(({ value }, index) => sql`${value} as ${orderColumn(index)}`);
  const passing = sql`select ${list(sql`shown.*`, ...orders)} from named as shown where ${rowCondition(plan, plan.having)}`;
  const page = sql`select ${list(sql`*`, sql`row_number() over (order by ${orderBy(terms)}) as place`)}
    from passing where ${isBehind(terms, plan.after, speeches[plan.dialect])} order by place limit ${literal(plan.limit)}`;
  const totals = totalOf(plan);
  return sql`with facts as (${factsOf(plan)}), cells as (${cells(plan, sql`select * from facts`)}),
    named as (${named(plan)}), passing as (${passing}), page as (${page})
    ${pageRows(plan)} union all ${sumRow(plan)}${totals === null ? sql`` : sql` union all ${totals}`}`;
}

function list(...columns: readonly Sql[]): Sql {
  return sql.join([...columns]);
}

function factsOf(plan: Plan): Sql {
  if (plan.of === 'posts') return postsPublished(plan);
  return looksAtSinglePosts(plan) ? gainsOfPosts(plan) : gainsOfAccounts(plan);
}

/** Cells with what creators and accounts are called. */
function named(plan: Plan): Sql {
  const { noText, ordered } = speeches[plan.dialect];
  const names = plan.dimensions.map(({ kind }, index) => {
    const table = `named${index}`;
    const name = sql.ref(`n${index}`);
    if (kind === 'creator') return sql`${ordered(sql.ref(`${table}.name`))} as ${name}`;
    if (kind !== 'account') return sql`${noText} as ${name}`;
    return sql`${ordered(sql`${sql.ref(`${table}.platform`)} || '/' || ${sql.ref(`${table}.username`)}`)} as ${name}`;
  });
  const tables = plan.dimensions.flatMap(({ kind }, index) => {
    if (kind !== 'creator' && kind !== 'account') return [];
    const alias = sql.ref(`named${index}`);
    return [
      sql` left join ${sql.table(`${kind}s`)} as ${alias} on ${alias}.id = cells.${key(index)}
      and ${checkedOwner(`named${index}.organization_id`, plan.organization.id)}`,
    ];
  });
  return sql`select ${list(sql`cells.*`, ...names)} from cells${joinedTables(tables)}`;
}

function joinedTables(tables: readonly Sql[]): Sql {
  return tables.length === 0 ? sql`` : sql.join([...tables], sql``);
}

function pageRows(plan: Plan): Sql {
  const terms = orderTerms(plan);
  const at = plan.dimensions.findIndex(({ kind }) => kind === 'post');
  const columns = [
    ...plan.dimensions.flatMap((_, index) => [sql`page.${key(index)}`, sql`page.${sql.ref(`n${index}`)}`]),
    ...(at < 0 ? [] : [sql`posted.platform as post_platform`, sql`substr(posted.description, 1, 200) as post_caption`]),
    ...sumsOf(plan).map(({ name }) => sql`page.${sql.ref(name)}`),
    ...terms.map((_, index) => sql`page.${orderColumn(index)}`),
  ];
  const posts =
    at < 0
      ? sql``
      : sql` left join account_videos posted on posted.platform in ('instagram', 'tiktok') and posted.id = page.${key(at)}
        and ${checkedOwner('posted.organization_id', plan.organization.id)}`;
  return sql`select ${list(sql`'row' as kind`, sql`page.place as place`, sql`0 as groups`, ...columns)} from page${posts}`;
}

/** A row without keys, names and places, of the given numbers. */
function numbersAlone(plan: Plan, kind: 'sum' | 'total', groups: Sql, numbers: readonly Sql[]): Sql {
  const { noText, noNumber } = speeches[plan.dialect];
  const none = (texts: boolean) => (texts ? noText : noNumber);
  const columns = [
    ...plan.dimensions.flatMap((dimension) => [none(isText(dimension.kind)), noText]),
    ...(plan.dimensions.some((dimension) => dimension.kind === 'post') ? [noText, noText] : []),
    ...numbers,
    ...orderTerms(plan).map((term) => none(term.isText)),
  ];
  return sql`select ${list(sql`${sql.lit(kind)} as kind`, sql`0 as place`, sql`${groups} as groups`, ...columns)}`;
}

function sumRow(plan: Plan): Sql {
  const { noNumber } = speeches[plan.dialect];
  const numbers = sumsOf(plan).map(({ name, adds }) => (adds ? sql`coalesce(sum(${sql.ref(name)}), 0)` : noNumber));
  return sql`${numbersAlone(plan, 'sum', sql`count(*)`, numbers)} from passing`;
}

/** What sums of rows do not tell: each post once, medians of all, distinct accounts, followers at the end of all times. */
function totalOf(plan: Plan): Sql | null {
  if (plan.of === 'posts') {
    const numbers = sumsOf(plan).map(({ value }) => value);
    return sql`${numbersAlone(plan, 'total', sql`0`, numbers)} from (${rankedFacts(plan, onceEach(plan), 'as one')}) as once`;
  }
  if (!isTime(plan)) return null;
  const { noNumber } = speeches[plan.dialect];
  const numbers = sumsOf(plan).map(({ name, value }) => (holdsThroughTime(name) ? value : noNumber));
  const at = key(timeIndex(plan));
  return sql`${numbersAlone(plan, 'total', sql`0`, numbers)} from facts where ${at} = ${sql.lit(afterAllTimes)}`;
}

function holdsThroughTime(name: string): boolean {
  return /^p\d_(level|level_known|savers)$/.test(name);
}

/** The posts of all rows, each once; where posts have several rows, all posts. */
function onceEach(plan: Plan): Sql {
  if (hasManyRows(plan)) return postsPublished({ ...plan, dimensions: [], times: [] });
  if (isEverything(plan)) return sql`select * from facts`;
  const same = plan.dimensions.map((_, index) => sql`passing.${key(index)} is not distinct from facts.${key(index)}`);
  return sql`select * from facts where exists (select 1 from passing where ${joined('and', same)})`;
}

function isEverything({ having }: Plan): boolean {
  return having.kind === 'and' && having.of.length === 0;
}
