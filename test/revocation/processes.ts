import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dialect } from '../../src/store/store.ts';
import { type Browser, setUpOwner } from '../dashboard/dashboard-server.ts';
import { type Program, startProgram } from '../start/program.ts';
import { emptyDatabase } from '../store/open-test-store.ts';

/** Two processes of the program on one database, and the first owner, who is signed in to one of them. */
export interface Processes {
  /** Where keys are changed. */
  readonly here: string;
  readonly elsewhere: string;
  readonly owner: Browser;
  stop(): Promise<void>;
}

export async function startProcesses(dialect: Dialect): Promise<Processes> {
  const database = await emptyDatabase(dialect);
  const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-revocation-'));
  const settings = {
    PORT: '0',
    DATA_DIR: folder,
    SAMPLE_DATA: 'off',
    SECRETS_FILE: join(folder, 'secrets.json'),
    RATE_LIMIT_PER_MINUTE: '9999999',
    LOG_LEVEL: 'error',
    ...(database.setting.kind === 'postgres' && { DATABASE_URL: database.setting.url }),
  };
  const first = await start(settings);
  const setupLink = /https?:\S+#[\w-]+/.exec(first.program.stdout())?.[0] ?? null;
  // Before the second start, which would make another link while there is no owner.
  const { browser } = await setUpOwner({ server: { url: first.url, setupLink } });
  const second = await start(settings);
  return {
    here: first.url,
    elsewhere: second.url,
    owner: browser,
    async stop() {
      for (const { program } of [first, second]) {
        program.child.kill('SIGKILL');
        await program.ended;
      }
      await rm(folder, { recursive: true, force: true });
      await database.remove();
    },
  };
}

async function start(settings: Record<string, string>): Promise<{ program: Program; url: string }> {
  const program = startProgram(settings);
  return { program, ...(await program.ready) };
}
