import { SqliteQueryCompiler } from 'kysely';

/**
 * How a parameter is written for SQLite. A bare `?` that is compared with or limits makes SQLite (3.54) plan the statement
 * anew after each binding, in case another value wants another plan, and the driver binds at each use: a quarter of the
 * CPU of a page of accounts. Behind a plus, which changes nothing, it is any expression, and a prepared statement stays so.
 */
export const sqliteParameter = '+?';

export class StaysPreparedCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return sqliteParameter;
  }
}
