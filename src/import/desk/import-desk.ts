import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { ChangeEntry } from '../../audit/write-change.ts';
import type { StoreSetting } from '../../store/setting.ts';
import type { Progress } from '../import-context.ts';
import { Refusal } from '../refusal.ts';
import { isGoneHere, isThisProcess, processClaim } from '../run/process-claim.ts';
import type { Done, Job, Told, WorkerSetting } from './jobs.ts';
import type { Uploads } from './uploads.ts';

export interface DeskSetting {
  /** Where uploads wait. */
  readonly uploads: Uploads;
  /** For the thread, which has connections of its own. */
  readonly store: StoreSetting;
  /** Where a file is while it is read. */
  readonly folder: string;
  readonly now: () => number;
  readonly note: (entry: ChangeEntry) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Whether another process may have left something. */
  readonly isLeft: () => Promise<boolean>;
}

/** Where pages hand files in: one thread works on them, one after another, and is there only while there is work. */
export interface ImportDesk {
  readonly uploads: Uploads;
  /** For failures that nobody waits for any more. */
  readonly onError: (error: unknown) => void;
  /** This process, among those that may work on an archive. */
  readonly claim: string;
  /** Whether a process that claimed one is known to be gone. */
  readonly isGone: (claim: string) => boolean;
  /** @throws Refusal in words for people */
  ask(job: Job): Promise<Done>;
  /** How far an import of this process is, with the speed of its step so far. */
  progressOf(importId: string): (Progress & { readonly secondsLeft: number | null }) | null;
  /** Goes on with what another process left. */
  start(): void;
  stop(): Promise<void>;
}

/** Of the thread's heap: what it holds of a file is bounded. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };
/** It holds connections to the database: it goes when nobody has asked for so long. */
const idleMs = 30_000;
const mostWaiting = 20;

interface Waiting {
  resolve(done: Done): void;
  reject(error: Error): void;
}

export function createImportDesk(setting: DeskSetting): ImportDesk {
  const jobs = new Map<number, Waiting>();
  const progress = new Map<string, { first: Progress; at: number; last: Progress }>();
  let worker: Worker | null = null;
  let lastJob = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let idle: NodeJS.Timeout | undefined;
  let isStopped = false;

  function hear(told: Told): void {
    if (told.kind === 'progress') {
      keep(told.progress);
      return;
    }
    if (told.kind === 'note') {
      const noted = () => worker?.postMessage({ kind: 'noted', note: told.note });
      setting.note(told.entry).catch(setting.onError).then(noted, setting.onError);
      return;
    }
    const asked = jobs.get(told.job);
    jobs.delete(told.job);
    if (told.kind === 'done') asked?.resolve(told.done);
    else asked?.reject(told.isRefusal ? new Refusal(told.message) : new Error(told.message));
  }

  function keep(told: Progress): void {
    const known = progress.get(told.importId);
    if (known === undefined || known.first.step !== told.step) {
      progress.set(told.importId, { first: told, at: setting.now(), last: told });
    } else known.last = told;
  }

  function started(): Worker {
    if (worker !== null) return worker;
    const workerData: WorkerSetting = { store: setting.store, folder: setting.folder };
    const made = new Worker(new URL('./worker.ts', import.meta.url), { workerData, resourceLimits });
    made.on('message', hear);
    made.on('error', setting.onError);
    made.once('exit', () => {
      if (worker === made) worker = null;
      for (const { reject } of jobs.values()) reject(new Error('The thread that reads files has ended'));
      jobs.clear();
    });
    worker = made;
    return made;
  }

  function run(job: Job): Promise<Done> {
    if (isStopped) return Promise.reject(new Refusal('This server is shutting down: try again in a few seconds.'));
    clearTimeout(idle);
    lastJob += 1;
    const id = lastJob;
    const done = new Promise<Done>((resolve, reject) => jobs.set(id, { resolve, reject }));
    started().postMessage({ kind: 'job', job: id, work: job });
    return done;
  }

  async function rest(): Promise<void> {
    waiting -= 1;
    if (waiting > 0) return;
    progress.clear();
    idle = setTimeout(() => void worker?.terminate(), idleMs).unref();
  }

  const ask = (job: Job): Promise<Done> => {
    if (waiting >= mostWaiting)
      return Promise.reject(new Refusal('Too many files are being read: try again in a minute.'));
    waiting += 1;
    const done = queue.then(() => run(job)).finally(rest);
    queue = done.catch(() => undefined);
    return done;
  };

  const claim = processClaim(randomUUID());
  return {
    uploads: setting.uploads,
    claim,
    isGone: (held) => held !== claim && (isGoneHere(held) || isThisProcess(held)),
    onError: setting.onError,
    ask,
    progressOf(importId) {
      const known = progress.get(importId);
      if (known === undefined) return null;
      const { first, at, last } = known;
      const speed = (last.done - first.done) / (setting.now() - at);
      const secondsLeft = last.of === null || !(speed > 0) ? null : Math.ceil((last.of - last.done) / speed / 1_000);
      return { ...last, secondsLeft };
    },
    start() {
      setting
        .isLeft()
        .then(async (isLeft) => (isLeft ? await ask({ kind: 'go on' }) : null))
        .catch(setting.onError);
    },
    async stop() {
      isStopped = true;
      clearTimeout(idle);
      await worker?.terminate();
    },
  };
}
