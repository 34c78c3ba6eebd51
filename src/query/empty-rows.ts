import { sql } from 'kysely';
import { aboutOf } from '../contract/query/dimensions.ts';
import { queryBounds } from '../contract/query/filters.ts';
import { type AccountColumns, accountsThemselves } from './account-columns.ts';
import { conditionOf, fieldsOf, looksAtPosts } from './conditions.ts';
import { factRow, key, keysIn, timeIndex } from './facts.ts';
import type { Plan } from './plan.ts';
import { literal, type Sql, speeches } from './words-of-databases.ts';

/**
 * Rows for what no source speaks of: each time where rows are times alone; and where all that is asked is about accounts, each
 * of them in each time, and creators without one where rows are creators alone.
 */
export function emptyRows(plan: Plan, names: readonly string[], values: Readonly<Record<string, Sql>>): readonly Sql[] {
  const isTimeAlone = timeIndex(plan) >= 0 && plan.dimensions.length === 1;
  const isAboutAccounts = plan.dimensions.every((each) => aboutOf(each) !== 'post') && !looksAtPosts(plan.where);
  if (!isAboutAccounts && !isTimeAlone) return [];
  if (timeIndex(plan) >= 0) return [eachTime(plan, names, values)];
  return isOfCreatorsAlone(plan) ? [creators(plan, names, values)] : [];
}

/** More rows than this are refused: no more are made. */
const enough = queryBounds.groups + 1;

function eachTime(plan: Plan, names: readonly string[], values: Readonly<Record<string, Sql>>): Sql {
  const speech = speeches[plan.dialect];
  const at = timeIndex(plan);
  const keys = plan.dimensions.map((_, index) =>
    index === at ? speech.ordered(sql`times.value`) : sql`groups.${key(index)}`,
  );
  return sql`select * from (${factRow(0, keys, names, values)} from (${groupsBeside(plan, at)}) as groups
    cross join (${speech.listed(plan.times)}) as times limit ${literal(enough)}) as each_time`;
}

/** What accounts have in the dimensions beside time. */
function groupsBeside(plan: Plan, time: number): Sql {
  if (plan.dimensions.length === 1) return sql`select 1 as one`;
  const speech = speeches[plan.dialect];
  const columns = accountsThemselves(speech);
  const others = keysIn(plan, columns, speech.noText).flatMap((value, index) =>
    index === time ? [] : [sql`${value} as ${key(index)}`],
  );
  const condition = conditionOf(plan.where, { speech, organizationId: plan.organization.id, columns });
  return sql`select distinct ${sql.join(others)} from accounts a
    where a.organization_id = ${speech.text(plan.organization.id)} and ${condition}`;
}

function isOfCreatorsAlone({ dimensions, where }: Plan): boolean {
  const [only] = dimensions;
  const isCreator = dimensions.length === 1 && only?.kind === 'creator';
  return isCreator && fieldsOf(where).every((field) => typeof field !== 'string' && field.kind === 'creator');
}

function creators(plan: Plan, names: readonly string[], values: Readonly<Record<string, Sql>>): Sql {
  const speech = speeches[plan.dialect];
  const columns: AccountColumns = { of: () => sql`o.id` };
  const condition = conditionOf(plan.where, { speech, organizationId: plan.organization.id, columns });
  return sql`${factRow(0, keysIn(plan, columns), names, values)} from creators o
    where o.organization_id = ${speech.text(plan.organization.id)} and ${condition}`;
}
