import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import { emptyDatabase } from './open-test-store.ts';

// PostgreSQL itself starts here, not within a test's time.
beforeAll(async () => (await emptyDatabase('postgres')).remove());

it.each(['sqlite', 'postgres'] as const)(
  'addresses stay proven through the upgrade on %s only where a provider vouched',
  async (dialect) => {
    const { setting, folder, remove } = await emptyDatabase(dialect);
    const old = await openUnmigrated(setting);
    await migrate(old, '0012-invitation-links');
    for (const [name, providers] of [
      ['invited', ['credential']],
      ['vouched for', ['oidc']],
      ['both', ['credential', 'oidc']],
      ['neither', []],
    ] as const) {
      await sql`insert into people (id, name, email, email_verified, created_at, updated_at)
        values (${name}, ${name}, ${name}, true, '2026-01-01', '2026-01-01')`.execute(old.write);
      for (const provider of providers) {
        await sql`insert into sign_in_accounts (id, person_id, provider_id, account_id, created_at, updated_at)
          values (${name + provider}, ${name}, ${provider}, ${name}, '2026-01-01', '2026-01-01')`.execute(old.write);
      }
    }
    await old.close();
    const store = await openStore(setting.kind === 'postgres' ? { ...setting, copiesIn: folder } : setting);
    const people = await store.read.selectFrom('people').select(['id', 'email_verified']).orderBy('id').execute();
    expect(people.map(({ id, email_verified }) => [id, Boolean(email_verified)])).toEqual([
      ['both', true],
      ['invited', false],
      ['neither', false],
      ['vouched for', true],
    ]);
    await store.close();
    await remove();
  },
);
