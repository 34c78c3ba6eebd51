import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import type { Scope } from '../../src/contract/scope.ts';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import type { KeyContext } from '../../src/keys/lifecycle/key-context.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { createOrganization } from '../../src/organizations/create.ts';
import { listOrganizations } from '../../src/organizations/read.ts';
import { type Outside, realOutside } from '../../src/start/outside.ts';
import { type RunningServer, startServer } from '../../src/start/start-server.ts';
import { openStore } from '../../src/store/open.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import type { Deadlines } from '../../src/upstream/send/connection.ts';
import { briefAuthor } from '../audit/authors.ts';
import { emptyDatabase } from '../store/open-test-store.ts';
import { type Answer, type CallOptions, call } from './wire.ts';

export interface TestServer {
  running: RunningServer;
  url: string;
  folder: string;
  /** The organization that the first start made. */
  organizationId: string;
  /** The same database by another connection, as a process beside the server has it. */
  context: KeyContext;
  /** Milliseconds that the server's clock is ahead of the real one. */
  ahead: { ms: number };
  /** Moves the server's clock to the start of a minute, so that no limit ends within a test. */
  freshMinute(): void;
  log(): string;
  organization(name: string): Promise<string>;
  /** Where the data of an organization is: here, or behind the server under an id of its own. */
  dataOf(organizationId: string): Data;
  key(wish?: {
    scopes?: readonly Scope[];
    organizationId?: string;
    name?: string;
    expiresAt?: string;
  }): Promise<string>;
  /** One request; its answer is checked against the OpenAPI document. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

interface Data {
  readonly store: Store;
  readonly organizationId: string;
}

/** A second server that has the data of the first (see test/upstream/behind.ts). */
export interface Behind {
  settings: Record<string, string>;
  /** Whether it is an API of somebody else, which answers as it likes. */
  isForeign?: boolean;
  /** How long the first server gives it. */
  deadlines?: Deadlines;
  /** Gives an organization of the first server one of its own. */
  adopt(context: KeyContext, organizationId: string): Promise<void>;
  /** Where that one's data is, for tests that put some there. */
  dataOf?(organizationId: string): Data;
  stop(): Promise<void>;
}

/** What stands behind each server that the tests of this file start: null = nothing, it has its data itself. */
export const behind: { start: ((settings: Record<string, string>, ahead: { ms: number }) => Promise<Behind>) | null } =
  {
    start: null,
  };

/** Settings of every server that the tests of this file start, beside those that a test names. */
export const beside: { settings: Record<string, string> } = { settings: {} };

/** The real program on a free port with a fresh database. Without sample data unless the settings ask for it. */
export async function startTestServer(
  settings: Record<string, string> = {},
  dialect: Dialect = 'sqlite',
  outside: Pick<Outside, 'provider' | 'passwords'> = {},
): Promise<TestServer> {
  const ahead = { ms: 0 };
  return startOn(settings, dialect, ahead, (await behind.start?.(settings, ahead)) ?? null, outside);
}

/** The same, with what stands behind it. */
export async function startOn(
  settings: Record<string, string>,
  dialect: Dialect,
  ahead: { ms: number },
  back: Behind | null,
  outside: Pick<Outside, 'provider' | 'passwords'> = {},
): Promise<TestServer> {
  const database = await emptyDatabase(dialect);
  const { folder, setting } = database;
  const config = loadConfig({
    PORT: '0',
    SAMPLE_DATA: 'off',
    QUERY_LIMIT_PER_MINUTE: '100000',
    DATA_DIR: folder,
    SECRETS_FILE: join(folder, 'secrets.json'),
    ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
    ...beside.settings,
    ...settings,
    ...back?.settings,
  });
  const lines: string[] = [];
  const now = () => Date.now() + ahead.ms;
  const running = await startServer(config, {
    ...realOutside,
    ...outside,
    now,
    log: { write: (line) => void lines.push(line) },
    ...(back?.deadlines !== undefined && { upstreamDeadlines: back.deadlines }),
  });
  const store = await openStore(config.database);
  const secrets = await openSecrets({ path: config.secretsFile, store, randomBytes: realOutside.randomBytes });
  const context: KeyContext = {
    ...realOutside,
    now,
    store,
    secrets,
    author: briefAuthor(secrets),
    recovery: true,
    changed: () => undefined,
  };
  const [first] = await listOrganizations(store);
  const organizationId = first?.id ?? '';
  await back?.adopt(context, organizationId);
  return {
    running,
    url: running.url,
    folder,
    organizationId,
    context,
    ahead,
    freshMinute: () => {
      ahead.ms += 60_000 - (now() % 60_000);
    },
    log: () => lines.join(''),
    organization: async (name) => {
      const { id } = await createOrganization(context, { name });
      await back?.adopt(context, id);
      return id;
    },
    dataOf: (id) => back?.dataOf?.(id) ?? { store, organizationId: id },
    key: async (wish = {}) => {
      const made = await createKey(context, { organizationId, name: 'test', createdBy: 'test', ...wish });
      return made.fullKey;
    },
    call: (method, path, options) => call(running.url, method, path, options, back?.isForeign),
    stop: async () => {
      await running.stop();
      await store.close();
      await database.remove();
      await back?.stop();
    },
  };
}
