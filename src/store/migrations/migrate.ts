import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import type { Dialect, Store } from '../store.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { tables } from './0001-tables.ts';
import { orderIndexes } from './0002-order-indexes.ts';
import { textSearch } from './0003-text-search.ts';
import { people } from './0004-people.ts';
import { upstreamKeys } from './0005-upstream-keys.ts';
import { auditChain } from './0006-audit-chain.ts';
import { madeOnce } from './0007-made-once.ts';
import { counting } from './0008-counting.ts';
import { auditByPlace } from './0009-audit-by-place.ts';
import { dueFirst } from './0010-due-first.ts';
import { postPartitions } from './0011-post-partitions.ts';
import { invitationLinks } from './0012-invitation-links.ts';
import { provenAddresses } from './0013-proven-addresses.ts';
import { textFold } from './0014-text-fold.ts';
import { observations } from './0015-observations.ts';
import { countedWhenSeen } from './0016-counted-when-seen.ts';
import { authoredRows } from './0017-authored-rows.ts';
import { sessionFacts } from './0018-session-facts.ts';
import { mail } from './0020-mail.ts';
import { whoIsWho } from './0021-who-is-who.ts';
import { reportedDays } from './0022-reported-days.ts';
import { atAge } from './0024-at-age.ts';
import { imports } from './0026-imports.ts';
import { connect } from './0027-connect.ts';
import { wordsOfPosts } from './0029-words-of-posts.ts';
import { daysAreLevels } from './0030-days-are-levels.ts';
import { uploads } from './0034-uploads.ts';
import { ownApps } from './0035-own-apps.ts';
import { pushes } from './0038-pushes.ts';
import { daysToLevels } from './days-to-levels.ts';

/** The statements of each migration, in order. A name that was released never changes, nor do its statements. */
const steps: Readonly<Record<string, (dialect: Dialect) => readonly string[]>> = {
  '0001-tables': tables,
  '0002-order-indexes': orderIndexes,
  '0003-text-search': textSearch,
  '0004-people': people,
  '0005-upstream-keys': upstreamKeys,
  '0006-audit-chain': auditChain,
  '0007-made-once': madeOnce,
  '0008-counting': counting,
  '0009-audit-by-place': auditByPlace,
  '0010-due-first': dueFirst,
  '0011-post-partitions': postPartitions,
  '0012-invitation-links': invitationLinks,
  '0013-proven-addresses': provenAddresses,
  '0014-text-fold': textFold,
  '0015-observations': observations,
  '0016-counted-when-seen': countedWhenSeen,
  '0017-authored-rows': authoredRows,
  '0018-session-facts': sessionFacts,
  '0020-mail': mail,
  '0021-who-is-who': whoIsWho,
  '0022-reported-days': reportedDays,
  '0024-at-age': atAge,
  '0026-imports': imports,
  '0027-connect': connect,
  '0029-words-of-posts': wordsOfPosts,
  '0030-days-are-levels': daysAreLevels,
  '0034-uploads': uploads,
  '0035-own-apps': ownApps,
  '0038-pushes': pushes,
};

/** The names of all steps, in order. */
export const migrationNames: readonly string[] = Object.keys(steps);

/**
 * Brings the tables to what this program needs, in one transaction; of several processes one does it and the others wait.
 * Before the step that drops the days of posts these become levels, in transactions of their own (see `days-to-levels.ts`).
 * Throws StoreUnavailable for a database that a newer program has written.
 * @param upTo the last step to take, for a backup from an earlier program; all where left out
 */
export async function migrate(
  { dialect, write }: Pick<Store, 'dialect' | 'write'>,
  upTo?: string,
  say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Promise<void> {
  const migrator = migratorOf({ dialect, write }, migrationNames);
  if ((upTo === undefined || upTo >= levelled) && (await isPending(migrator))) {
    // Of the earlier names alone: told to stop there, it would take back the step that another process has taken meanwhile.
    const earlier = migratorOf({ dialect, write }, beforeLevelled);
    const result = await earlier.migrateToLatest();
    if (await isPending(migrator)) {
      demand(result);
      await daysToLevels({ dialect, write }, say);
    }
  }
  demand(upTo === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(upTo));
}

const levelled = '0030-days-are-levels';
const beforeLevelled = migrationNames.slice(0, migrationNames.indexOf(levelled));

function migratorOf({ dialect, write }: Pick<Store, 'dialect' | 'write'>, names: readonly string[]): Migrator {
  const taken = names.map((name): [string, Migration] => [name, { up: (db) => run(db, steps[name]?.(dialect) ?? []) }]);
  return new Migrator({
    db: write,
    provider: { getMigrations: async () => Object.fromEntries(taken) },
    migrationTableName: 'schema_migrations',
    migrationLockTableName: 'schema_migration_lock',
  });
}

/** Whether the step that drops the days of posts is still to be taken. */
async function isPending(migrator: Migrator): Promise<boolean> {
  const known = await migrator.getMigrations();
  return known.some(({ name, executedAt }) => name === levelled && executedAt === undefined);
}

/** @throws what stopped the migrations */
function demand({ error }: MigrationResultSet): void {
  if (error === undefined) return;
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new StoreUnavailable(
      'This database was written by another version of this program; start a newer one',
      error,
    );
  }
  throw error;
}

async function run(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
