import type Database from 'better-sqlite3';
import { defineFold } from './fold.ts';

/** The SQL functions of ours, for every connection to a SQLite file: those of this process and those of its readers. */
export function defineFunctions(database: Database.Database): void {
  defineFold(database);
}
