import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Outcome, whenDecided } from '../store/outcome.ts';
import type { AuditContent, Schema } from '../store/schema.ts';
import { type AuthoredContent, authoredBy } from './authorship.ts';

/** A number that no row has: its transaction was rolled back, or nobody knows. */
export interface OpenNumber {
  readonly number: number;
  readonly outcome: Exclude<Outcome, 'committed'>;
}

/** What writes a row in the transaction that makes what the row tells of. */
export interface ChangeAuthor {
  write(database: Kysely<Schema>, content: AuditContent): Promise<void>;
}

/** A process, as the writer of its rows. */
export interface Author extends ChangeAuthor {
  readonly id: string;
  /** Takes the next number for a row that is remembered. */
  authored(content: AuditContent): AuthoredContent;
  /** For the number of a row that never came to be. */
  authoredAs(number: number, content: AuditContent): AuthoredContent;
  /** Numbers since the last time that wait to be closed. */
  takeOpen(): readonly OpenNumber[];
  /** How many numbers it has taken. */
  taken(): number;
}

interface AuthorSetting {
  id: string;
  /** The key of rows: `secrets.derive('audit_row')`. */
  rowKey: KeyObject;
  newId: () => string;
}

/**
 * Counts and authenticates the rows of this process. Numbers are taken without asking anybody: a row that goes with its
 * transaction leaves its number open, which is heard of when the transaction ends.
 */
export function createAuthor({ id, rowKey, newId }: AuthorSetting): Author {
  let last = 0;
  let open: OpenNumber[] = [];

  const authoredAs = (number: number, content: AuditContent) => authoredBy(rowKey, id, number, content);
  const authored = (content: AuditContent) => {
    last += 1;
    return authoredAs(last, content);
  };

  return {
    id,
    authored,
    authoredAs,
    async write(database, content) {
      const row = authored(content);
      const number = row.writer_number;
      if (database.isTransaction) {
        await whenDecided(database, (outcome) => {
          if (outcome !== 'committed') open.push({ number, outcome });
        });
        await insertPending(database, newId(), row);
        return;
      }
      try {
        await insertPending(database, newId(), row);
      } catch (error) {
        open.push({ number, outcome: 'unknown' });
        throw error;
      }
    },
    takeOpen() {
      const taken = open;
      open = [];
      return taken;
    },
    taken: () => last,
  };
}

/** Where the secrets are lost, commands still work: their rows say nothing of who wrote them, and the check says so. */
export function createNobody(newId: () => string): ChangeAuthor {
  return {
    write: (database, content) =>
      insertPending(database, newId(), { ...content, writer: null, writer_number: null, mac: null }),
  };
}

async function insertPending(
  database: Kysely<Schema>,
  id: string,
  row: Omit<Schema['audit_pending'], 'id'>,
): Promise<void> {
  await database
    .insertInto('audit_pending')
    .values({ id, ...row })
    .execute();
}
