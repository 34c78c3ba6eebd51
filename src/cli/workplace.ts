import { randomBytes, randomUUID } from 'node:crypto';
import { type Config, loadConfig } from '../config.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import { openSecrets } from '../keys/open-secrets.ts';
import type { OrganizationContext } from '../organizations/organization-context.ts';
import { refuseMissingDatabase } from '../start/missing-database.ts';
import { openStore } from '../store/open.ts';
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
  const context: OrganizationContext = { store, now: Date.now, newId: randomUUID, changed: () => undefined };
  try {
    return await work({
      ...context,
      config,
      openKeys: async () => ({
        ...context,
        secrets: await openSecrets({ path: config.secretsFile, store, randomBytes }),
        randomBytes,
        recovery: config.keyRecovery,
      }),
    });
  } finally {
    await store.close();
  }
}
