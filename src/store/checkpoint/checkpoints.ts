import { Worker } from 'node:worker_threads';

export interface Checkpoints {
  start(): void;
  stop(): Promise<void>;
}

interface CheckpointSetting {
  /** The database's file. */
  file: string;
  onError: (error: unknown) => void;
}

/** Moves what was committed from SQLite's log to its file, on a thread of its own. */
export function createCheckpoints({ file, onError }: CheckpointSetting): Checkpoints {
  let worker: Worker | null = null;
  return {
    start() {
      worker ??= new Worker(new URL('./worker.ts', import.meta.url), {
        workerData: file,
        // It holds one statement.
        resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
      });
      // Without it commits do their own checkpoints, later: slower, and nothing is lost.
      worker.on('error', onError);
      worker.unref();
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
