import { randomBytes, randomUUID } from 'node:crypto';
import { type ChangeAuthor, createNobody } from '../audit/author.ts';
import { type CommandAuthor, createCommandAuthor } from '../audit/command-author.ts';
import { keptEndFile } from '../audit/kept-end.ts';
import { trailKeysOf } from '../audit/trail-keys.ts';
import { type Config, loadConfig } from '../config.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import { findSecrets, openSecrets } from '../keys/open-secrets.ts';
import type { Secrets } from '../keys/secrets.ts';
import type { OrganizationContext } from '../organizations/organization-context.ts';
import { refuseMissingDatabase } from '../start/missing-database.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { Invocation } from './command.ts';

/** What a command works with: the same store as a server beside it, which notices by itself what is changed here. */
export interface Workplace extends OrganizationContext {
  config: Config;
  /** For what makes keys or moves them. Not opened by the other commands: those must work when the file is lost. */
  openKeys(): Promise<KeyContext>;
}

/** Opens the store that the settings name, does the work and closes it. */
export async function withWorkplace<Result>(
  { env }: Pick<Invocation, 'env'>,
  work: (workplace: Workplace) => Promise<Result>,
): Promise<Result> {
  const config = loadConfig(env);
  await refuseMissingDatabase(config);
  const store = await openStore(config.database, { statementMs: null });
  const witness = commandWitness(store, config);
  const context: OrganizationContext = {
    store,
    now: Date.now,
    newId: randomUUID,
    author: witness,
    changed: () => undefined,
  };
  try {
    witness.isKnownBy(await findSecrets({ path: config.secretsFile, store }));
    return await work({
      ...context,
      config,
      openKeys: async () => {
        const secrets = await openSecrets({ path: config.secretsFile, store, randomBytes });
        witness.isKnownBy(secrets.current());
        return { ...context, secrets, randomBytes, recovery: config.keyRecovery };
      },
    });
  } finally {
    await witness.end();
    await store.close();
  }
}

interface CommandWitness extends ChangeAuthor {
  /** From then on its rows say who wrote them; null where there are no secrets. */
  isKnownBy(secrets: Secrets | null): void;
  end(): Promise<void>;
}

/** This command as a writer of the trail: nobody as long as there are no secrets, which the first command may make. */
function commandWitness(store: Store, { dataDir }: Pick<Config, 'dataDir'>): CommandWitness {
  const nobody = createNobody(randomUUID);
  let known: CommandAuthor | null = null;
  return {
    isKnownBy(secrets) {
      if (secrets === null || known !== null) return;
      const keys = trailKeysOf(secrets);
      const outside = { now: Date.now, newId: randomUUID, pid: process.pid };
      known = createCommandAuthor({ ...outside, store, keys, keptEndFile: keptEndFile(dataDir) });
    },
    write: (database, content) => (known ?? nobody).write(database, content),
    // What the command did is done: a server places its rows, and writes down that it did not say its end.
    end: async () => await known?.end().catch(() => undefined),
  };
}
