import type { ImportContext } from '../import-context.ts';

/** Forgets an import that was never applied, with all that was staged. */
export async function discard(
  { store }: Pick<ImportContext, 'store'>,
  { organizationId, importId }: { organizationId: string; importId: string },
): Promise<void> {
  await store.write
    .deleteFrom('imports')
    .where('organization_id', '=', organizationId)
    .where('id', '=', importId)
    .where('state', 'in', ['staging', 'staged', 'refused'])
    .execute();
}
