import type { Store } from '../store/store.ts';
import {
  appendToChain,
  appendUnlessThere,
  isAnyPending,
  placeEarlier,
  placePending,
  rowsPerTransaction,
} from './append.ts';
import { type AuditEntry, contentOf } from './audit-event.ts';
import type { Author } from './author.ts';
import type { AuthoredContent } from './authorship.ts';
import { linkFactsOf } from './inspection.ts';
import { compareKept, createKeptEnd, type Moved } from './kept-end.ts';
import { createOpenNumbers } from './open-numbers.ts';
import { createOverLimit } from './over-limit.ts';
import { pruneTrail } from './prune.ts';
import type { TrailKeys } from './trail-keys.ts';
import { enter, heartbeatMs, type LostWriter, leave, writeDownLost } from './writers.ts';

export interface AuditTrail {
  /** Remembers an entry; writes nothing. Refusals for the rate limit of a key become one row a minute. */
  note(entry: AuditEntry): void;
  /** Writes what is remembered and gives all rows their place in the chain. Rejects when the database does; nothing is lost then. */
  flush(): Promise<void>;
  /** Says that this process writes, and which others ended without their shutdown; begins the timers. */
  start(): Promise<void>;
  /** Whether the end of the chain could be kept outside of the database when rows were last placed. */
  isEndKept(): boolean;
  /** Writes the rest and says that this was a shutdown. */
  stop(): Promise<void>;
}

export interface AuditTrailSetting {
  store: Store;
  keys: TrailKeys;
  /** This process as a writer of rows: of those that it remembers here, and of those that its transactions write. */
  author: Author;
  /** Where the end of the chain is kept outside of the database. */
  keptEndFile: string;
  /** Milliseconds since 1970. */
  now: () => number;
  version: string;
  /** This process, and whether another of this machine runs. */
  pid: number;
  isAlive: (pid: number) => boolean;
  /** Days that rows are kept; null = for ever. */
  retentionDays: number | null;
  onLost: (lost: LostWriter) => void;
  /** Somebody else has moved the end of the chain. */
  onMoved: (moved: Moved) => void;
  onError: (error: unknown) => void;
}

/** What a crash may lose: twice a second leaves half of one for the writing. */
const flushMs = 500;
const pruneMs = 3_600_000;
/** About 40 MB. Only a database that is away for long lets it fill; what is over it is counted. */
const mostRemembered = 100_000;

/** Collects calls off the request path, writes them in batches, and keeps the chain. */
export function createAuditTrail(setting: AuditTrailSetting): AuditTrail {
  const { store, keys, author, now, version, pid, onLost, onError } = setting;
  const self = { id: author.id, pid, startedAt: now() };
  const kept = createKeptEnd({ file: setting.keptEndFile, sealKey: keys.sealKey });
  const placing = { store, sealKey: keys.sealKey, kept };
  const openNumbers = createOpenNumbers({ store, author, now });
  let remembered: AuthoredContent[] = [];
  let isEndKept = true;
  /** The last rows may be in the chain all the same: the connection may have gone in the moment of their commit. */
  let hasFailed = false;
  const overLimit = createOverLimit(now, remember);
  let overflowed = 0;
  let isStopped = false;
  let flushing: Promise<void> = Promise.resolve();
  const timers: NodeJS.Timeout[] = [];

  function remember(entry: AuditEntry, at: number): void {
    if (remembered.length >= mostRemembered) overflowed += 1;
    else remembered.push(author.authored(contentOf(entry, at)));
  }

  function note(entry: AuditEntry): void {
    if (entry.code !== 'RATE_LIMITED') {
      remember(entry, now());
      // As soon as the rows fill a transaction: if thousands of them wait, the garbage collector copies them all.
      if (remembered.length === rowsPerTransaction) flushSoon();
      return;
    }
    overLimit.note(entry);
  }

  function gather(): void {
    overLimit.gather();
    if (overflowed === 0 || remembered.length >= mostRemembered) return;
    const lost = overflowed;
    overflowed = 0;
    remember({ event: 'trail.overflowed', organizationId: null, facts: { rows: String(lost) } }, now());
  }

  async function write(): Promise<void> {
    gather();
    remembered.push(...(await openNumbers.close(isStopped)));
    // Rows that arrive during this flush are left to the next one: under load there are always more, and rows that
    // transactions have left must get their turn.
    for (let left = remembered.length; left > 0; ) {
      const chunk = remembered.slice(0, Math.min(left, rowsPerTransaction));
      await append(chunk);
      remembered = remembered.slice(chunk.length);
      left -= chunk.length;
      await breath();
    }
    await placeWaiting();
    await keepEnd();
    if (remembered.length >= rowsPerTransaction) flushSoon();
  }

  async function append(rows: readonly AuthoredContent[]): Promise<void> {
    const isAgain = hasFailed;
    hasFailed = true;
    await (isAgain ? appendUnlessThere(placing, author.id, rows) : appendToChain(placing, rows));
    hasFailed = false;
  }

  async function placeWaiting(): Promise<void> {
    if (await isAnyPending(store)) while (await placePending(placing)) await breath();
  }

  async function keepEnd(): Promise<void> {
    const moved = kept.takeMoved();
    if (moved !== null) {
      const facts = linkFactsOf({ kept: moved.from, found: moved.to });
      remember({ event: 'trail.end_moved', organizationId: null, facts }, now());
      setting.onMoved(moved);
    }
    isEndKept = await kept.save();
  }

  function flushSoon(): void {
    breath()
      .then(() => (isStopped ? undefined : flush()))
      .catch(onError);
  }

  function flush(): Promise<void> {
    const mine = flushing.then(write);
    // The next flush waits for this one even if it fails; the failure goes to the caller of this one.
    flushing = mine.catch(() => undefined);
    return mine;
  }

  async function heartbeat(): Promise<void> {
    await enter(store.write, self, now());
    for (const lost of await writeDownLost(store, self, setting)) onLost(lost);
  }

  async function prune(): Promise<void> {
    if (setting.retentionDays === null) return;
    await pruneTrail(store, { keys, now, author, days: setting.retentionDays, most: 'a day' });
  }

  function every(ms: number, work: () => Promise<void>): void {
    timers.push(setInterval(() => work().catch(onError), ms).unref());
  }

  return {
    note,
    flush,
    isEndKept: () => isEndKept,
    async start() {
      await enter(store.write, self);
      await compareKept(store, kept);
      // What an earlier version left waiting comes before the first row that has an author.
      if (!kept.wasKept()) await placeEarlier(placing);
      await placeWaiting();
      for (const lost of await writeDownLost(store, self, setting)) onLost(lost);
      remember({ event: 'process.started', organizationId: null, facts: { process: self.id, version } }, now());
      await flush();
      every(flushMs, flush);
      every(heartbeatMs, heartbeat);
      every(pruneMs, prune);
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      // This is the last flush: the store is closed after it.
      isStopped = true;
      remember({ event: 'process.stopped', organizationId: null, facts: { process: self.id } }, now());
      do await flush();
      while (remembered.length > 0);
      await leave(store, self);
    },
  };
}

/** Requests that wait get their turn between two transactions. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
