import type { Store } from '../store/store.ts';
import { createSweep, type Sweep } from '../store/sweep.ts';

const rowsAtOnce = 500;
const hourMs = 3_600_000;
/** A client that nobody has let in: some register at each start, and come back within the hour or never. */
const unusedClientMs = 24 * hourMs;

/** What of the door for apps has run out. A client with a grant stays, whatever its age: it would be told that it is unknown. */
export function createConnectSweep(store: Store, now: () => number, onError: (error: unknown) => void): Sweep {
  return createSweep(() => deleteOver(store, now()), onError);
}

async function deleteOver({ read, write }: Store, at: number): Promise<void> {
  const before = (ms: number) => new Date(at - ms).toISOString();
  for (const table of ['connect_access_tokens', 'connect_refresh_tokens', 'connect_assertions'] as const) {
    await inPortions(
      () => read.selectFrom(table).select('id').where('expires_at', '<', before(0)).limit(rowsAtOnce).execute(),
      (ids) => write.deleteFrom(table).where('id', 'in', ids).execute(),
    );
  }
  await write.deleteFrom('connect_requests').where('expires_at', '<', before(0)).execute();
  // Grants whose time is over, and those that nobody has come for with a code.
  await inPortions(
    () =>
      read
        .selectFrom('connect_grants')
        .select('id')
        .where((row) =>
          row.or([
            row('expires_at', '<', before(0)),
            row.and([row('code_used_at', 'is', null), row('created_at', '<', before(hourMs))]),
          ]),
        )
        .limit(rowsAtOnce)
        .execute(),
    (ids) => write.deleteFrom('connect_grants').where('id', 'in', ids).execute(),
  );
  await inPortions(
    () =>
      read
        .selectFrom('connect_clients')
        .leftJoin('connect_grants', 'connect_grants.client_id', 'connect_clients.client_id')
        .select('connect_clients.id')
        .where('connect_clients.seen_at', '<', before(unusedClientMs))
        .where('connect_grants.id', 'is', null)
        .limit(rowsAtOnce)
        .execute(),
    (ids) => write.deleteFrom('connect_clients').where('id', 'in', ids).execute(),
  );
}

async function inPortions(
  find: () => Promise<readonly { id: string }[]>,
  remove: (ids: readonly string[]) => Promise<unknown>,
): Promise<void> {
  for (;;) {
    const found = await find();
    if (found.length === 0) return;
    await remove(found.map(({ id }) => id));
  }
}
