import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/*
 * Writes SQLite's log to the disk and then its pages to the database file, twice a second and on request. That waits
 * for the disk for some milliseconds, which every request would otherwise wait for during a commit on the main thread.
 * Commits that did not wait for the disk are durable after it.
 */

const everyMs = 500;

yieldToRequests();

const database = new Database(String(workerData), { timeout: 0, fileMustExist: true });
// This thread makes no commits that have to wait, and a checkpoint syncs the log in every mode but OFF.
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
    // The file is busy or the disk is full: the store's own check reports that, and the next turn tries again.
  }
}

/** Requests go first where they share a core with this thread. On Linux this sets the priority of this thread only. */
function yieldToRequests(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Math.min(19, getPriority() + 5));
  } catch {
    // A system may forbid it; then the thread works at normal priority.
  }
}
