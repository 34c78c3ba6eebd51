import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { contentOf } from './audit-event.ts';
import type { Author, OpenNumber } from './author.ts';
import type { AuthoredContent } from './authorship.ts';

/** Closes the numbers of rows that went with their transactions. */
export interface OpenNumbers {
  /**
   * The rows that close what is known to be open: they say nothing but that their number was not used.
   * @param isAll also those of which it may still be heard that they were committed
   */
  close(isAll: boolean): Promise<readonly AuthoredContent[]>;
}

interface Doubtful {
  readonly number: number;
  readonly since: number;
}

/** Longer than a server of PostgreSQL takes to notice that a connection is gone, and to end what it was doing. */
const doubtMs = 15_000;
/** How many of the last rows are looked through for one whose commit nobody heard of. */
const rowsLookedThrough = 100_000;

export function createOpenNumbers({
  store,
  author,
  now,
}: {
  store: Pick<Store, 'read'>;
  author: Author;
  now: () => number;
}): OpenNumbers {
  let rolledBack: number[] = [];
  let doubtful: Doubtful[] = [];

  function take(open: readonly OpenNumber[]): void {
    for (const { number, outcome } of open) {
      if (outcome === 'rolled back') rolledBack.push(number);
      else doubtful.push({ number, since: now() });
    }
  }

  function unused(number: number, why: string): AuthoredContent {
    const entry = { event: 'trail.number_unused', organizationId: null, facts: { why } } as const;
    return author.authoredAs(number, contentOf(entry, now()));
  }

  return {
    async close(isAll) {
      take(author.takeOpen());
      const due = doubtful.filter(({ since }) => isAll || now() - since >= doubtMs);
      const written = due.length === 0 ? new Set<number>() : await numbersWritten(store.read, author.id);
      doubtful = doubtful.filter((each) => !due.includes(each));
      const rows = rolledBack.map((number) => unused(number, 'its transaction was rolled back'));
      rolledBack = [];
      for (const { number } of due) {
        if (!written.has(number)) rows.push(unused(number, 'its transaction could not be committed'));
      }
      return rows;
    },
  };
}

/** Which numbers of a process, that it took in the last minutes, have a row. */
export async function numbersWritten(read: Kysely<Schema>, writer: string): Promise<ReadonlySet<number>> {
  const waiting = await read.selectFrom('audit_pending').select('writer_number').where('writer', '=', writer).execute();
  const { seq } = await read.selectFrom('audit_chain').select('seq').executeTakeFirstOrThrow();
  const placed = await read
    .selectFrom('audit_events')
    .select('writer_number')
    .where('seq', '>', seq - rowsLookedThrough)
    .where('writer', '=', writer)
    .execute();
  return new Set([...waiting, ...placed].flatMap(({ writer_number: number }) => (number === null ? [] : [number])));
}
