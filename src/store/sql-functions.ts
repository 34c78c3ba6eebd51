import type Database from 'better-sqlite3';
import { defineFold } from './fold.ts';
import { HeldTooLong, isHeldTooLong } from './held.ts';
import { defineWord } from './word.ts';

/** The SQL functions of ours, for every connection to a SQLite file: those of this process and those of its readers. */
export function defineFunctions(database: Database.Database): void {
  defineFold(database);
  defineWord(database);
  defineInTime(database, () => 1);
}

/**
 * Makes reads that ask `in_time()` at each row throw HeldTooLong when they hold the thread for too long: for the connection
 * of a thread that answers requests. Everywhere else they may take any time.
 */
export function boundReads(database: Database.Database): void {
  defineInTime(database, () => {
    if (isHeldTooLong()) throw new HeldTooLong();
    return 1;
  });
}

/** Not deterministic, or SQLite would ask it once for a whole statement. */
function defineInTime(database: Database.Database, inTime: () => 1): void {
  database.function('in_time', { deterministic: false }, inTime);
}
