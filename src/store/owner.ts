import { type RawBuilder, sql } from 'kysely';

/** The rows of one organization, as a check. */
export function checkedOwner(column: string, organizationId: string | RawBuilder<string>): RawBuilder<boolean> {
  return checked(column, organizationId);
}

/**
 * A comparison that SQLite does not search by, for rows that the statement finds in another way, by their ids, their
 * account or a rare text. SQLite has no statistics and would take the organization's index for a plain comparison, and
 * walk over everything that a large organization has. No index holds an expression.
 * @param column with the table's name or alias, where a statement has several tables
 */
export function checked(column: string, value: string | RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${sql.ref(column)}, '') = ${value}`;
}
