import { randomUUID } from 'node:crypto';
import { acceptRestore } from '../audit/accept-restore.ts';
import { keptEndFile } from '../audit/kept-end.ts';
import { trailKeysOf } from '../audit/trail-keys.ts';
import { type Config, loadConfig } from '../config.ts';
import { findSecrets } from '../keys/open-secrets.ts';
import { openDataFolder } from '../start/data-folder.ts';
import { createBackup } from '../store/backup/create-backup.ts';
import { bumpKeysRevision } from '../store/keys-revision.ts';
import { openStore } from '../store/open.ts';
import { restoreBackup } from '../store/restore-backup.ts';
import type { Command, Program } from './command.ts';

const usage = `Usage: npm run -s backup -- COMMAND [--json]

  create FILE    writes the database to a file, while servers go on; the secrets file is not in it
  restore FILE   fills a database that holds nothing yet: a new DATA_DIR, or an empty database of DATABASE_URL. The
                 backup may be of the other kind of database, and of an earlier version of this program`;

const commands: Readonly<Record<string, Command>> = {
  create: {
    words: ['FILE'],
    options: [],
    async run({ env, word }) {
      const { database, secretsFile } = loadConfig(env);
      const rows = await createBackup(database, word('FILE'), Date.now());
      return {
        data: { file: word('FILE'), rows },
        text: `Wrote ${rows} row(s) to ${word('FILE')}.`,
        warning: `Not in it: the secrets file ${secretsFile}. Keep a copy of that elsewhere: with this backup alone no key works, and with both of them keys can be read.`,
      };
    },
  },
  restore: {
    words: ['FILE'],
    options: [],
    async run({ env, word }) {
      const config = loadConfig(env);
      if (config.database.kind === 'sqlite') await openDataFolder(config.dataDir);
      const createdAt = await restoreBackup(config.database, word('FILE'));
      const isTold = await markRestored(config, createdAt);
      const trail = isTold
        ? ''
        : ' Then run audit accept-restore: the audit trail does not say yet that it was restored.';
      return {
        data: { file: word('FILE'), created_at: createdAt },
        text: `Restored the backup of ${createdAt}. People sign in anew.`,
        warning: `The secrets file of that installation belongs at ${config.secretsFile}. Keys that were deleted after ${createdAt} are back: look through them.${trail}`,
      };
    },
  },
};

export const backupProgram: Program = { usage, commands };

/**
 * What the trail says of the time that is missing; and servers on this database must forget what they knew of keys.
 * @returns whether the trail could be told: not without the secrets that it is written with
 */
async function markRestored(config: Config, createdAt: string): Promise<boolean> {
  const store = await openStore(config.database);
  try {
    await bumpKeysRevision(store.write);
    const secrets = await findSecrets({ path: config.secretsFile, store });
    if (secrets === null) return false;
    const outside = { now: Date.now, newId: randomUUID };
    const trail = { ...outside, store, keys: trailKeysOf(secrets), keptEndFile: keptEndFile(config.dataDir) };
    await acceptRestore(trail, { backup_of: createdAt });
    return true;
  } finally {
    await store.close();
  }
}
