import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { archivedTables } from '../../src/store/archive/archived-tables.ts';
import { backedUpTables, ownColumns } from '../../src/store/backup/tables.ts';
import { testStores } from '../store/open-test-store.ts';

/** What is backed up and in no archive: people, keys, the trail, and what belongs to the whole installation. */
const leftOut = [
  'organizations',
  'instance_facts',
  'id_sequences',
  'people',
  'sign_in_accounts',
  'provider_links',
  'verifications',
  'members',
  'invitations',
  'api_keys',
  'api_usage_days',
  'idempotency_answers',
  'upstream_keys',
  'import_blocks',
  'import_rejects',
  'audit_events',
  'audit_pending',
  'audit_chain',
  'sign_in_places',
  'connect_clients',
  // Made of what is taken in.
  'category_days',
  'post_hashtags',
  'post_mentions',
];

/** Who did it, and which process works on it. */
const leftOutColumns: Readonly<Record<string, readonly string[]>> = {
  imports: ['created_by', 'claim', 'claimed_until'],
};

testStores('an archive', (opened, dialect) => {
  it('holds every table of an organization, or it is said here why not', () => {
    expect([...archivedTables.map(({ table }) => table), ...leftOut].sort()).toEqual([...backedUpTables].sort());
  });

  it.each(archivedTables.map((table) => [table.table, table] as const))(
    'holds every column of %s',
    async (name, { columns }) => {
      const { read } = opened().store;
      const { rows } =
        dialect === 'sqlite'
          ? await sql<{ name: string }>`select name from pragma_table_info(${name})`.execute(read)
          : await sql<{ name: string }>`select column_name as name from information_schema.columns
            where table_name = ${name} and is_generated = 'NEVER'`.execute(read);
      const kept = rows.map((row) => row.name).filter((column) => !ownColumns.includes(column));
      expect([...Object.keys(columns), ...(leftOutColumns[name] ?? [])].sort()).toEqual(kept.sort());
    },
  );
});
