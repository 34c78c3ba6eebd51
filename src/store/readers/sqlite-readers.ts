import { availableParallelism } from 'node:os';
import type { HeavyRead } from './heavy-read.ts';
import { type Answered, ReaderProcess, type Unanswered } from './reader-process.ts';
import type { Readers } from './readers.ts';
import { ReadTooLarge, ReadTooLong, readerLost, shuttingDown } from './refused.ts';
import { Turns, turnsWithin } from './turns.ts';

interface SqliteReadersSetting {
  readonly file: string;
  readonly deadlineMs: number;
  /** How many processes read at once; one core is left for the thread that answers. */
  readonly most?: number;
}

/** A process holds up to 32 MiB of pages: it goes when nothing was read for so long. */
const idleMs = 60_000;

/** Long reads of a SQLite file, in processes that are started when they are needed and killed at the deadline. */
export function createSqliteReaders({
  file,
  deadlineMs,
  most = Math.max(1, availableParallelism() - 1),
}: SqliteReadersSetting): Readers {
  const turns = new Turns(turnsWithin(most, deadlineMs));
  const all = new Set<ReaderProcess>();
  const idle = new Set<ReaderProcess>();
  let rest: NodeJS.Timeout | undefined;
  let killed = 0;
  let isStopped = false;

  /** One that waits for work, or a new one: it is lost where it does not start. */
  async function takeReader(): Promise<ReaderProcess | Unanswered> {
    const [kept] = idle;
    if (kept !== undefined) {
      idle.delete(kept);
      return kept;
    }
    const made = new ReaderProcess(file);
    all.add(made);
    void made.ended.then(() => {
      all.delete(made);
      idle.delete(made);
    });
    const outcome = await made.started();
    if (outcome.kind === 'ready') return made;
    await made.kill();
    return outcome.kind === 'too long' ? { kind: 'lost', how: 'it did not start in time' } : outcome;
  }

  async function readOnce<Row>(read: HeavyRead): Promise<Answered<Row> | Unanswered> {
    const reader = await takeReader();
    if (!(reader instanceof ReaderProcess)) return reader;
    const outcome = await reader.ask<Row>(read, deadlineMs);
    if (outcome.kind === 'too long') {
      killed += 1;
      await reader.kill();
    } else if (outcome.kind !== 'lost') idle.add(reader);
    return outcome;
  }

  /** A reader may be lost to the system, which ends processes where memory is short: its read is asked once more. */
  async function read<Row>(asked: HeavyRead): Promise<readonly Row[]> {
    const first = await readOnce<Row>(asked);
    const outcome = first.kind === 'lost' && !isStopped ? await readOnce<Row>(asked) : first;
    switch (outcome.kind) {
      case 'read':
        return outcome.rows;
      case 'failed':
        throw outcome.error;
      case 'too large':
        throw new ReadTooLarge();
      case 'too long':
        throw new ReadTooLong(deadlineMs);
      case 'lost':
        throw isStopped ? shuttingDown() : readerLost(outcome.how);
    }
  }

  const endIdle = () => {
    for (const reader of idle) void reader.kill();
    idle.clear();
  };

  return {
    async read<Row>(organizationId: string, asked: HeavyRead) {
      clearTimeout(rest);
      try {
        return await turns.take(organizationId, () => read<Row>(asked));
      } finally {
        clearTimeout(rest);
        rest = setTimeout(endIdle, idleMs).unref();
      }
    },
    counts: () => ({ waiting: turns.waiting, running: turns.running, killed }),
    async stop() {
      isStopped = true;
      clearTimeout(rest);
      turns.stop();
      await Promise.all([...all].map((reader) => reader.kill()));
    },
  };
}
