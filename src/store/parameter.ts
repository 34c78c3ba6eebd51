import { SqliteQueryCompiler } from 'kysely';

/**
 * How a parameter is written for SQLite. With a bare `?` in a comparison or a limit, SQLite (3.54) plans the statement
 * again after each binding, in case another value needs another plan. The driver binds at each use, so that was a
 * quarter of the CPU of a page of accounts. With a plus in front, which changes no value, SQLite sees an ordinary
 * expression, and the statement stays prepared.
 */
export const sqliteParameter = '+?';

export class StaysPreparedCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return sqliteParameter;
  }
}
