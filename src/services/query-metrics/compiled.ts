import type { Sql } from '../../query/words-of-databases.ts';
import type { HeavyRead } from '../../store/readers/heavy-read.ts';
import type { Store } from '../../store/store.ts';

/** A statement as its database takes it. */
export function compiled({ read }: Pick<Store, 'read'>, statement: Sql): HeavyRead {
  const { sql, parameters } = statement.compile(read);
  return { sql, parameters: parameters.map(sendable) };
}

function sendable(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new Error('A parameter of a query is a text or a number');
}
