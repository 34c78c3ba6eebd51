import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { ownCheckpointPages } from '../sqlite-file.ts';
import type { Store } from '../store.ts';

export interface Checkpoints {
  start(): void;
  /**
   * Resolves at once while the log is less than half full, otherwise after one pass of the thread, whatever that
   * achieved. For work that can wait and writes faster than the thread: without it the log fills up until commits do
   * checkpoints themselves, and every request waits for those.
   */
  room(): Promise<void>;
  stop(): Promise<void>;
}

interface CheckpointSetting {
  /** The database's file. */
  file: string;
  write: Store['write'];
  onError: (error: unknown) => void;
}

/** Pages in the log, and how many of them are in the database file too. */
interface Log {
  log: number;
  checkpointed: number;
}

/** Moves what was committed from SQLite's log to its file, on a thread of its own. */
export function createCheckpoints({ file, write, onError }: CheckpointSetting): Checkpoints {
  let worker: Worker | null = null;
  let asked: PromiseWithResolvers<void> | null = null;
  const passed = () => {
    asked?.resolve();
    asked = null;
  };
  return {
    start() {
      if (worker !== null) return;
      worker = new Worker(new URL('./worker.ts', import.meta.url), {
        workerData: file,
        // It holds one statement.
        resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
      });
      worker.on('message', passed);
      // Without it commits do their own checkpoints, later: slower, and nothing is lost.
      worker.on('error', onError);
      worker.on('exit', () => {
        worker = null;
        passed();
      });
      worker.unref();
    },
    async room() {
      const { rows } = await sql<Log>`pragma wal_checkpoint(noop)`.execute(write);
      // Once the whole log is in the file, the next commit starts the log over.
      const isFull = rows.some(({ log, checkpointed }) => log >= ownCheckpointPages / 2 && checkpointed < log);
      if (worker === null || !isFull) return;
      if (asked === null) {
        asked = Promise.withResolvers();
        worker.postMessage('now');
      }
      await asked.promise;
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
