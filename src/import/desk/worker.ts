import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { ChangeEntry } from '../../audit/write-change.ts';
import { openStore } from '../../store/open.ts';
import { limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { isGoneHere, processClaim } from '../run/process-claim.ts';
import type { DeskContext } from './desk-context.ts';
import { doJob } from './do-job.ts';
import type { Asked, Told, WorkerSetting } from './jobs.ts';

/*
 * The thread that reads files and brings them into the store, so that the one which answers never waits for them. Audit
 * rows are written by that one, which is known to the trail.
 */

const port = parentPort;
if (port === null) throw new Error('This is a worker');
const setting: WorkerSetting = workerData;
const store = await openStore(setting.store, { statementMs: null });
let lastNote = 0;
const notes = new Map<number, () => void>();
const tell = (told: Told) => port.postMessage(told);

const context: DeskContext = {
  store,
  folder: setting.folder,
  now: Date.now,
  newId: randomUUID,
  limits,
  claim: processClaim(randomUUID()),
  isGone: isGoneHere,
  rest: (ms) => setTimeout(ms),
  progress: (progress) => tell({ kind: 'progress', progress }),
  note: (entry: ChangeEntry) =>
    new Promise((resolve) => {
      lastNote += 1;
      const note = lastNote;
      notes.set(note, resolve);
      tell({ kind: 'note', note, entry });
    }),
};

port.on('message', (asked: Asked) => {
  if (asked.kind === 'noted') {
    notes.get(asked.note)?.();
    notes.delete(asked.note);
    return;
  }
  const { job, work } = asked;
  doJob(context, work).then(
    (done) => tell({ kind: 'done', job, done }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      tell({ kind: 'failed', job, message, isRefusal: error instanceof Refusal });
    },
  );
});
