import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrationNames } from '../../src/store/migrations/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { testStores } from './open-test-store.ts';

testStores('an open store', (opened) => {
  it('has every table of the schema, migrated once however often it is opened', async () => {
    const { store, setting } = opened();
    const again = await openStore(setting);
    const { rows } = await sql<{ n: number }>`select count(*) as n from schema_migrations`.execute(again.read);
    expect(rows).toEqual([{ n: migrationNames.length }]);
    await again.close();
    expect(await store.read.selectFrom('id_sequences').selectAll().orderBy('name').orderBy('name').execute()).toEqual([
      { name: 'account_videos', next_id: 1 },
      { name: 'organizations', next_id: 1 },
      { name: 'origins', next_id: 1 },
    ]);
  });

  it('is healthy', async () => {
    await expect(opened().store.check()).resolves.toBeUndefined();
  });
});
