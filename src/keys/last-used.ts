import type { Kysely } from 'kysely';
import { redactKeys } from '../contract/redact.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { endOfUnused } from './grants/grant.ts';

interface KeyUse {
  keyId: string;
  organizationId: string;
  /** Whether it was no key but an app that somebody signed in; then `keyId` is its grant's. */
  isGrant?: boolean;
  /** What the client calls itself; foreign text. Null when it says nothing. */
  client: string | null;
  /** Where the key was sent, e.g. `authorization` or `url`. */
  place: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface LastUsed {
  /** Remembers a use; writes nothing. */
  noteUse(use: KeyUse): void;
  /** Writes what is due; with `all`, everything: for the shutdown. Rejects when the database does; what it missed stays due. */
  flush(options?: { all: boolean }): Promise<void>;
  start(): void;
  /** Ends the timer and writes the rest. */
  stop(): Promise<void>;
}

interface Noted {
  use: KeyUse;
  /** When this key was last written; the contract allows one write a key a minute. */
  writtenAt: number;
  due: boolean;
}

const minuteMs = 60_000;
/** A key's first use shows after this long; later ones after a minute. */
const flushMs = 5_000;
/** Keeps a transaction of updates by primary key within 10 ms. */
const keysPerTransaction = 200;
const clientLength = 120;

/** Collects when and by whom keys are used, off the request path (contract §3, Last used). */
export function createLastUsed(setting: {
  store: Store;
  now: () => number;
  onError: (error: unknown) => void;
}): LastUsed {
  const { store, now, onError } = setting;
  const noted = new Map<string, Noted>();
  let flushing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function writeDue(all: boolean): Promise<void> {
    const at = now();
    const chosen: Noted[] = [];
    for (const [keyId, entry] of noted) {
      const minutePassed = at - entry.writtenAt >= minuteMs;
      if (entry.due && (all || minutePassed)) chosen.push(entry);
      else if (!entry.due && minutePassed) noted.delete(keyId);
    }
    for (let start = 0; start < chosen.length; start += keysPerTransaction) {
      await write(chosen.slice(start, start + keysPerTransaction), at);
    }
  }

  async function write(entries: readonly Noted[], at: number): Promise<void> {
    const uses = entries.map((entry) => ({ entry, use: entry.use }));
    await store.write.transaction().execute(async (transaction) => {
      for (const { use } of uses) await (use.isGrant === true ? writeGrantUse : writeKeyUse)(transaction, use);
    });
    for (const { entry, use } of uses) {
      entry.writtenAt = at;
      // A use that was noted during this write is still to be written.
      entry.due = entry.use !== use;
    }
  }

  function flush({ all } = { all: false }): Promise<void> {
    const mine = flushing.then(() => writeDue(all));
    // The next flush waits for this one even if it fails; the failure goes to the caller of this one.
    flushing = mine.catch(() => undefined);
    return mine;
  }

  return {
    noteUse(use) {
      const entry = noted.get(use.keyId);
      if (entry === undefined) {
        noted.set(use.keyId, { use, writtenAt: Number.NEGATIVE_INFINITY, due: true });
        return;
      }
      entry.use = use;
      entry.due = true;
    },
    flush,
    start: () => {
      timer ??= setInterval(() => flush().catch(onError), flushMs).unref();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
      return flush({ all: true });
    },
  };
}

async function writeKeyUse(transaction: Kysely<Schema>, use: KeyUse): Promise<void> {
  const usedAt = new Date(use.at).toISOString();
  await transaction
    .updateTable('api_keys')
    .set({ last_used_at: usedAt, last_used_client: shownClient(use.client), last_used_place: use.place })
    .where('organization_id', '=', use.organizationId)
    .where('id', '=', use.keyId)
    // Another process may have seen a later use.
    .where((row) => row.or([row('last_used_at', 'is', null), row('last_used_at', '<', usedAt)]))
    .execute();
}

/** A use moves the end of a grant as well. */
async function writeGrantUse(transaction: Kysely<Schema>, use: KeyUse): Promise<void> {
  const usedAt = new Date(use.at).toISOString();
  await transaction
    .updateTable('connect_grants')
    .set({ last_used_at: usedAt, last_used_client: shownClient(use.client), expires_at: endOfUnused(use.at) })
    .where('organization_id', '=', use.organizationId)
    .where('id', '=', use.keyId)
    .where((row) => row.or([row('last_used_at', 'is', null), row('last_used_at', '<', usedAt)]))
    .execute();
}

/** Foreign text that people will read: short, printable, and no key even if a client calls itself one. */
function shownClient(client: string | null): string | null {
  if (client === null) return null;
  const printable = redactKeys(client)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return printable === '' ? null : printable.slice(0, clientLength);
}
