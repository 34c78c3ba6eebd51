import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/*
 * Twice a second, and when it is asked to: SQLite's log to the disk, then its pages to the database file. It waits for the
 * disk for milliseconds, which commits on the main thread had every request wait for; and what committed without waiting is
 * durable after it.
 */

const everyMs = 500;

yieldToRequests();

const database = new Database(String(workerData), { timeout: 0, fileMustExist: true });
// A commit that waits is the main thread's affair; a checkpoint syncs the log in every mode but OFF.
database.pragma('synchronous = NORMAL');
const checkpoint = database.prepare('pragma wal_checkpoint(passive)');

setInterval(pass, everyMs);
parentPort?.on('message', () => {
  pass();
  parentPort?.postMessage('passed');
});

function pass(): void {
  try {
    checkpoint.all();
  } catch {
    // Busy, or the disk is full: the store's own check tells of that, and the next turn tries again.
  }
}

/** Requests go first where they share a core. On Linux it is this thread's priority alone. */
function yieldToRequests(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Math.min(19, getPriority() + 5));
  } catch {
    // A system may forbid it; the thread's work matters more than its manners.
  }
}
