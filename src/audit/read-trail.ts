import type { AuditEventRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

const rowsPerRead = 2_000;

/** All rows that have a place, in the order of the chain, a page at a time; from an instant on where one is given. */
export async function* chainedRows(
  { read }: Pick<Store, 'read'>,
  { since, organizationId }: { since?: string | undefined; organizationId?: string | undefined } = {},
): AsyncGenerator<AuditEventRow> {
  let after = 0;
  for (;;) {
    let page = read.selectFrom('audit_events').selectAll().where('seq', '>', after).orderBy('seq').limit(rowsPerRead);
    if (since !== undefined) page = page.where('at', '>=', since);
    if (organizationId !== undefined) page = page.where('organization_id', '=', organizationId);
    const rows = await page.execute();
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}
