import type Database from 'better-sqlite3';
import { defineFold } from './fold.ts';
import { defineWord } from './word.ts';

/** What our statements call and SQLite does not have: every connection needs them. */
export function defineOwnFunctions(database: Database.Database): void {
  defineFold(database);
  defineWord(database);
}
