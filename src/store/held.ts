/**
 * A statement of SQLite stops all else in this process while it runs: so much of the processor reads may take in one go.
 * By the clock a busy machine would count too.
 */
const mostHeldMs = 20;
/** Asking the system takes as long as looking at a few rows. */
const askedEvery = 32;

interface Turn {
  readonly begun: NodeJS.CpuUsage;
  calls: number;
}

let turn: Turn | null = null;

/**
 * Whether reads have held the thread for too long in this turn of the event loop. Asked at each row of what may be long;
 * the first time in a turn begins the count.
 */
export function isHeldTooLong(): boolean {
  if (turn === null) {
    turn = { begun: process.threadCpuUsage(), calls: 0 };
    setImmediate(() => {
      turn = null;
    });
  }
  turn.calls += 1;
  if (turn.calls % askedEvery !== 0) return false;
  const { user, system } = process.threadCpuUsage(turn.begun);
  return user + system > mostHeldMs * 1_000;
}

/** Breaks a read off that would hold the thread for too long. It is asked again elsewhere. */
export class HeldTooLong extends Error {
  constructor() {
    super('This read would hold the thread that answers for too long');
    this.name = 'HeldTooLong';
  }
}
