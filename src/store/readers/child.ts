import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { openForReading } from '../sqlite-file.ts';
import { driverCode } from '../unavailable.ts';
import type { HeavyRead } from './heavy-read.ts';
import { AnswerSize, bytesOf } from './limits.ts';
import type { Told } from './messages.ts';

/*
 * A process that reads: one statement at a time, for the process that started it, which ends it by SIGKILL. Nothing else
 * ends a statement of SQLite's driver. The database cannot be written through its connection.
 */

const busyTimeoutMs = 1_000;
/** Of rows in one message. */
const pieceBytes = 32 * 1024;

// Whoever stops the program may signal its children too; its requests under way are still to be answered.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
// While a statement runs this thread hears nothing: another one notices that the program is gone.
new Worker(new URL('./end-with-parent.ts', import.meta.url), {
  resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
});

try {
  const database = openForReading(process.argv[2] ?? '', busyTimeoutMs);
  process.on('message', (read: HeavyRead) => answer(database, read));
  tell({ kind: 'ready' });
} catch (error) {
  tell(failureOf(error));
}

function answer(database: Database.Database, { sql, parameters }: HeavyRead): void {
  try {
    const statement = database.prepare<unknown[], unknown[]>(sql).raw();
    const columns = statement.columns().map(({ name }) => name);
    const size = new AnswerSize();
    let piece: unknown[][] = [];
    let bytes = 0;
    for (const row of statement.iterate(...parameters)) {
      if (!size.add(row)) {
        tell({ kind: 'too large' });
        return;
      }
      piece.push(row);
      bytes += bytesOf(row);
      if (bytes < pieceBytes) continue;
      tell({ kind: 'rows', columns, rows: piece });
      piece = [];
      bytes = 0;
    }
    tell({ kind: 'rows', columns, rows: piece });
    tell({ kind: 'done' });
  } catch (error) {
    tell(failureOf(error));
  }
}

function failureOf(error: unknown): Told {
  return { kind: 'failed', code: driverCode(error), message: error instanceof Error ? error.message : String(error) };
}

function tell(told: Told): void {
  process.send?.(told);
}
