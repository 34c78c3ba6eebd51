import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { HeavyRead } from './heavy-read.ts';
import type { Told } from './messages.ts';

interface Ready {
  readonly kind: 'ready';
}

/** What a read came to. */
export interface Answered<Row> {
  readonly kind: 'read';
  readonly rows: readonly Row[];
}

/** Why there is nothing. */
export type Unanswered =
  | { readonly kind: 'too large' }
  /** The driver's error; the reader goes on. */
  | { readonly kind: 'failed'; readonly error: Error }
  /** It is at it still. */
  | { readonly kind: 'too long' }
  /** It has ended, by itself or by somebody else. */
  | { readonly kind: 'lost'; readonly how: string };

const entry = fileURLToPath(new URL('./child.ts', import.meta.url));
/** A piece of rows and the statement are all that it keeps; what SQLite takes is not of this heap. */
const heap = ['--max-old-space-size=64', '--max-semi-space-size=1'];
/** On a machine that is busy, its low priority makes a start slow. */
const startMs = 10_000;

/** A process that runs one read at a time. */
export class ReaderProcess {
  readonly #child: ChildProcess;
  #hear: (told: Told) => void = () => undefined;
  /** Resolves with how it ended, once the process is gone. */
  readonly ended: Promise<string>;

  constructor(file: string) {
    // Neither our settings nor our arguments: it needs none of the secrets among them.
    this.#child = fork(entry, [file], {
      env: {},
      execArgv: heap,
      serialization: 'json',
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (told: Told) => this.#hear(told));
    // Its end is told by `ended`; what cannot be sent to it any more is lost with it.
    this.#child.stdin?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      this.#child.on('error', (error) => {
        if (this.#child.pid === undefined) resolve(error.message);
      });
    });
    yieldToRequests(this.#child.pid);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resolves when it can be asked, or with why it cannot. */
  started(): Promise<Ready | Unanswered> {
    return this.#until<Ready>(startMs, (told) => (told.kind === 'ready' ? told : null));
  }

  ask<Row>(read: HeavyRead, deadlineMs: number): Promise<Answered<Row> | Unanswered> {
    const rows: Row[] = [];
    const outcome = this.#until<Answered<Row>>(deadlineMs, (told) => {
      if (told.kind === 'rows') for (const row of told.rows) rows.push(named(told.columns, row));
      return told.kind === 'done' ? { kind: 'read', rows } : null;
    });
    // One that is gone is told of by its end.
    this.#child.send(read, () => undefined);
    return outcome;
  }

  /** Ends it, whatever it is at; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** The first that `wanted` makes of what the reader tells, or why there is none. */
  async #until<Wanted>(deadlineMs: number, wanted: (told: Told) => Wanted | null): Promise<Wanted | Unanswered> {
    const told = Promise.withResolvers<Wanted | Unanswered>();
    this.#hear = (each) => {
      const outcome = unansweredBy(each) ?? wanted(each);
      if (outcome !== null) told.resolve(outcome);
    };
    const deadline = setTimeout(() => told.resolve({ kind: 'too long' }), deadlineMs);
    try {
      return await Promise.race([told.promise, this.ended.then((how): Unanswered => ({ kind: 'lost', how }))]);
    } finally {
      clearTimeout(deadline);
      this.#hear = () => undefined;
    }
  }
}

function unansweredBy(told: Told): Unanswered | null {
  if (told.kind === 'too large') return told;
  if (told.kind !== 'failed') return null;
  return { kind: 'failed', error: Object.assign(new Error(told.message), { code: told.code }) };
}

/** What a row is, whoever wrote the statement knows. */
function named<Row>(columns: readonly string[], row: readonly unknown[]): Row {
  return Object.fromEntries(columns.map((column, index): readonly unknown[] => [column, row[index]]));
}

/** Before the process has threads, which take its priority over. Lower still, a busy machine would let no read end in time. */
function yieldToRequests(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is gone already, or the system forbids it: then it works at normal priority.
  }
}
