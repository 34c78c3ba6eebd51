import { CompiledQuery } from 'kysely';
import type { Store } from '../store.ts';
import type { ReadHeavy } from './heavy-read.ts';

/** Heavy reads on the store's own connection: for commands and tests, where no other call waits behind them. */
export function directReads({ read }: Pick<Store, 'read'>): ReadHeavy {
  return async (_organizationId, { sql, parameters }) => {
    const { rows } = await read.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql, [...parameters]));
    return rows;
  };
}
