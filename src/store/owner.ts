import { type RawBuilder, sql } from 'kysely';

/** The rows of one organization, as a check. */
export function checkedOwner(column: string, organizationId: string | RawBuilder<string>): RawBuilder<boolean> {
  return checked(column, organizationId);
}

/**
 * A comparison as a check on rows that something else of the statement finds: their own ids, their account,
 * a rare text. As a plain comparison SQLite, which has no statistics, would take the organization's index for the shorter
 * way, and that is a walk over all that a large one has; an expression is in no index.
 * @param column with the table's name or alias, where a statement has several tables
 */
export function checked(column: string, value: string | RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${sql.ref(column)}, '') = ${value}`;
}
