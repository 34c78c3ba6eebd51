import type Database from 'better-sqlite3';

/** The form in which texts are compared without case, here and in SQLite's `fold()`. */
export function folded(text: string): string {
  return text.toLowerCase();
}

/** SQLite's own `lower()` knows ASCII only; search needs É and é to be the same. */
export function defineFold(database: Database.Database): void {
  database.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? folded(text) : null));
}
