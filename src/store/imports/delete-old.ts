import type { Store } from '../store.ts';

const dayMs = 86_400_000;
/** Lines that an import did not take, and what was read and never brought in. */
const keptMs = 30 * dayMs;

/** Deletes rejected lines whose time is over, and imports that were begun and left before anything was brought in. */
export async function deleteOldImports({ write }: Pick<Store, 'write'>, now: number): Promise<void> {
  const before = new Date(now - keptMs).toISOString();
  await write
    .deleteFrom('import_rejects')
    .where('import_id', 'in', (eb) => eb.selectFrom('imports').select('id').where('created_at', '<', before))
    .execute();
  await write
    .deleteFrom('imports')
    .where('created_at', '<', before)
    .where('state', 'in', ['staging', 'staged'])
    .where('claimed_until', '<', now)
    .execute();
}
