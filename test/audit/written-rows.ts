import type { AuditContent } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

/** All that the audit trail holds, placed or not, oldest first. */
export async function writtenRows({ read }: Pick<Store, 'read'>): Promise<AuditContent[]> {
  const pending = await read.selectFrom('audit_pending').selectAll().execute();
  const placed = await read.selectFrom('audit_events').selectAll().orderBy('seq').execute();
  return [...placed, ...pending].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
