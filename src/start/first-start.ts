import { seedSampleOrganization } from '../collect/sample/organization.ts';
import type { Config } from '../config.ts';
import { createFirstStartKey } from '../keys/lifecycle/create.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import { createOrganization } from '../organizations/create.ts';

const fact = 'first_start';

/** What this start has made. `fullKey` is shown once, in the start lines. */
export type FirstStart = { kind: 'later' } | { kind: 'empty' } | { kind: 'sample'; fullKey: string };

/**
 * At the very first start: an organization, with the sample and a key that reads it unless SAMPLE_DATA=off. Of several
 * processes one does it. A database that somebody has given an organization already is left as it is. All or nothing; once
 * it has answered, nothing may fail any more that would keep the key from being shown.
 */
export async function prepareFirstStart(
  context: KeyContext,
  { sampleData }: Pick<Config, 'sampleData'>,
): Promise<FirstStart> {
  const { store, now, newId } = context;
  return await store.write.transaction().execute(async (transaction): Promise<FirstStart> => {
    // The one row that a second process would also insert: it waits here for the first, and then finds it done.
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('instance_facts')
      .values({ name: fact, value: new Date(now()).toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) return { kind: 'later' };
    if ((await transaction.selectFrom('organizations').select('id').limit(1).execute()).length > 0) {
      return { kind: 'later' };
    }
    const within = { ...store, write: transaction };
    const name = sampleData ? 'Sample organization' : 'My organization';
    const organization = await createOrganization({ store: within, now, newId }, { name, holdsSampleData: sampleData });
    if (!sampleData) return { kind: 'empty' };
    await seedSampleOrganization({ store: within, organizationId: organization.id, now: now() });
    // In the same transaction: an organization whose key was never shown must not be left behind by a start that ends here.
    const { fullKey } = await createFirstStartKey({ ...context, store: within }, organization.id);
    return { kind: 'sample', fullKey };
  });
}

/** Whether any numbers in this database are invented. */
export async function holdsSampleData({ store }: Pick<KeyContext, 'store'>): Promise<boolean> {
  // Over all organizations: this asks about the installation, not for anybody.
  const found = await store.read
    .selectFrom('organizations')
    .select('id')
    .where('holds_sample_data', '=', 1)
    .limit(1)
    .execute();
  return found.length > 0;
}
