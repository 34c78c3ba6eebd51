import { sql } from 'kysely';
import type { AccountColumns } from './account-columns.ts';
import { conditionOf, fieldsOf } from './conditions.ts';
import { factRow, keysIn } from './facts.ts';
import type { Plan } from './plan.ts';
import { type Sql, speeches } from './words-of-databases.ts';

/** Rows for what no source speaks of: times without data, and creators without an account, where rows are these alone. */
export function emptyRows(plan: Plan, names: readonly string[], values: Readonly<Record<string, Sql>>): readonly Sql[] {
  const speech = speeches[plan.dialect];
  if (plan.times.length > 0) {
    const row = factRow(0, [speech.ordered(sql`times.value`)], names, values);
    return [sql`${row} from (${speech.listed(plan.times)}) as times`];
  }
  if (!isOfCreatorsAlone(plan)) return [];
  const columns: AccountColumns = { of: () => sql`o.id` };
  const organization = speech.text(plan.organization.id);
  const condition = conditionOf(plan.where, { speech, organizationId: plan.organization.id, columns });
  return [
    sql`${factRow(0, keysIn(plan, columns), names, values)} from creators o
      where o.organization_id = ${organization} and ${condition}`,
  ];
}

function isOfCreatorsAlone({ dimensions, where }: Plan): boolean {
  const [only] = dimensions;
  const isCreator = dimensions.length === 1 && only?.kind === 'creator';
  return isCreator && fieldsOf(where).every((field) => typeof field !== 'string' && field.kind === 'creator');
}
