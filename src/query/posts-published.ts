import { sql } from 'kysely';
import { aboutOf, isMany } from '../contract/query/dimensions.ts';
import { accountsThemselves } from './account-columns.ts';
import { atomsOfPosts, measured, measureName } from './atoms.ts';
import { conditionOf, joined, looksAtPosts } from './conditions.ts';
import { emptyRows } from './empty-rows.ts';
import { factRow, keysIn, type PeriodSpan, periodsOf, unionOf } from './facts.ts';
import type { Plan } from './plan.ts';
import { postColumns, postTables } from './post-columns.ts';
import { dayNumber, onClocks } from './time.ts';
import { literal, type Sql, speeches } from './words-of-databases.ts';

/** The names of what a row of a post tells beside its keys. */
function namesOfPosts(plan: Plan): readonly string[] {
  return ['post_id', 'account_id', ...atomsOfPosts(plan.metrics).measures.map(measureName)];
}

/** The posts of both ranges, a row each and tag; and of accounts without one a row that is no post. */
export function postsPublished(plan: Plan): Sql {
  const periods = periodsOf(plan);
  return unionOf([
    ...periods.map((each) => postsWithin(plan, each)),
    ...(isAboutAccounts(plan) ? [accountsWithout(plan)] : []),
    ...emptyRows(plan, namesOfPosts(plan), nothing(plan)),
  ]);
}

const dayMs = 86_400_000;

function postsWithin(plan: Plan, { period, span }: PeriodSpan): Sql {
  const speech = speeches[plan.dialect];
  const columns = postColumns(speech, plan.offsets, span);
  const { measures } = atomsOfPosts(plan.metrics);
  const values = Object.fromEntries(measures.map((measure) => [measureName(measure), measured(measure)]));
  const row = factRow(period, keysIn(plan, columns), namesOfPosts(plan), {
    ...values,
    post_id: sql`v.id`,
    account_id: sql`v.account_id`,
  });
  const ages = measures.some(({ age }) => age !== null)
    ? sql` left join post_ages g on g.organization_no = ${literal(plan.organization.number)} and g.post_id = v.id`
    : sql``;
  const day = dayNumber(onClocks(sql`v.made_minute`, plan.offsets));
  const [first, last] = [Date.parse(span.start), Date.parse(span.end)];
  const near = (at: number) => speech.text(new Date(at).toISOString());
  const where = [
    sql`v.organization_id = ${speech.text(plan.organization.id)}`,
    // No zone is further than a day from UTC: the index finds these, and the clocks decide.
    sql`v.create_time >= ${near(first - dayMs)} and v.create_time < ${near(last + 2 * dayMs)}`,
    sql`${day} between ${literal(first / dayMs)} and ${literal(last / dayMs)}`,
    conditionOf(plan.where, { speech, organizationId: plan.organization.id, columns }),
  ];
  return sql`${row} from ${postTables(plan.dimensions)}${ages} where ${joined('and', where)}`;
}

function isAboutAccounts({ dimensions, where }: Plan): boolean {
  return dimensions.every((each) => aboutOf(each) === 'account') && !looksAtPosts(where);
}

function accountsWithout(plan: Plan): Sql {
  const speech = speeches[plan.dialect];
  const columns = accountsThemselves(speech);
  const row = factRow(0, keysIn(plan, columns), namesOfPosts(plan), nothing(plan));
  return sql`${row} from accounts a where a.organization_id = ${speech.text(plan.organization.id)}
    and ${conditionOf(plan.where, { speech, organizationId: plan.organization.id, columns })}`;
}

function nothing(plan: Plan): Readonly<Record<string, Sql>> {
  const speech = speeches[plan.dialect];
  return Object.fromEntries(
    namesOfPosts(plan).map((name) => [name, name === 'account_id' ? speech.noText : speech.noNumber]),
  );
}

/** Whether posts have several rows. */
export function hasManyRows({ dimensions }: Pick<Plan, 'dimensions'>): boolean {
  return dimensions.some(isMany);
}
