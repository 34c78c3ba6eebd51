import type { Store } from '../store/store.ts';
import { appendToChain, isAnyPending, placeEarlier, placePending, rowsPerTransaction } from './append.ts';
import { contentOf } from './audit-event.ts';
import { type ChangeAuthor, createAuthor } from './author.ts';
import type { AuthoredContent } from './authorship.ts';
import { linkFactsOf } from './inspection.ts';
import { compareKept, createKeptEnd } from './kept-end.ts';
import { createOpenNumbers } from './open-numbers.ts';
import type { TrailKeys } from './trail-keys.ts';
import { enter, leave } from './writers.ts';

/** A command of the command line, as the writer of what it changes. */
export interface CommandAuthor extends ChangeAuthor {
  /** Gives its rows their place, and says that it has written its last. Writes nothing where it has changed nothing. */
  end(): Promise<void>;
}

interface CommandSetting {
  store: Store;
  keys: TrailKeys;
  keptEndFile: string;
  now: () => number;
  newId: () => string;
  pid: number;
}

export function createCommandAuthor({ store, keys, keptEndFile, now, newId, pid }: CommandSetting): CommandAuthor {
  const author = createAuthor({ id: newId(), rowKey: keys.rowKey, newId });
  const self = { id: author.id, pid, startedAt: now() };
  const openNumbers = createOpenNumbers({ store, author, now });
  const kept = createKeptEnd({ file: keptEndFile, sealKey: keys.sealKey });
  const placing = { store, sealKey: keys.sealKey, kept };

  async function lastRows(): Promise<readonly AuthoredContent[]> {
    const moved = kept.takeMoved();
    const rows = [...(await openNumbers.close(true))];
    if (moved !== null) {
      const facts = linkFactsOf({ kept: moved.from, found: moved.to });
      rows.push(author.authored(contentOf({ event: 'trail.end_moved', organizationId: null, facts }, now())));
    }
    const facts = { process: author.id };
    rows.push(author.authored(contentOf({ event: 'command.ended', organizationId: null, facts }, now())));
    return rows;
  }

  return {
    async write(database, content) {
      // In the transaction of its first row: it is known to run for as long as the row is there without an end.
      await enter(database, self, now());
      await author.write(database, content);
    },
    async end() {
      if (author.taken() === 0) return;
      await compareKept(store, kept);
      if (!kept.wasKept()) await placeEarlier(placing);
      if (await isAnyPending(store)) while (await placePending(placing));
      const rows = await lastRows();
      for (let at = 0; at < rows.length; at += rowsPerTransaction) {
        await appendToChain(placing, rows.slice(at, at + rowsPerTransaction));
      }
      await kept.save();
      await leave(store, self);
    },
  };
}
