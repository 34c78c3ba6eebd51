import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withWorkplace } from '../../src/cli/workplace.ts';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import { pickOrganization } from '../../src/organizations/read.ts';
import { type Served, startProcess } from './process.ts';

export interface BenchKey {
  name: string;
  fullKey: string;
}

/** Our own server as anybody starts it, with keys to ask it with. */
export interface Gateway extends Served {
  databaseFile: string;
  keys: readonly BenchKey[];
}

/** Authentication, rate limit, metrics and logs are on; only the limit is out of the load's way. */
const settings = { HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', RATE_LIMIT_PER_MINUTE: '9999999' };

const keyCount = 8;

/** What is not as everybody has it. */
interface Unusual {
  nodeFlags?: readonly string[];
  environment?: Readonly<Record<string, string>>;
}

/** Starts `npm start`'s program on a folder, and makes keys beside it as the command line does. */
export async function startGateway(dataDir: string, unusual: Unusual = {}): Promise<Gateway> {
  const { nodeFlags = [] } = unusual;
  const environment = { ...settings, ...unusual.environment, DATA_DIR: dataDir };
  const served = await startProcess({
    script: '../../src/main.ts',
    nodeFlags,
    environment,
    ready: /API\s+http:\/\/127\.0\.0\.1:(\d+)\/v2/,
  });
  const keys = await withWorkplace({ env: environment }, async (workplace) => {
    const { id } = await pickOrganization(workplace.store, undefined);
    const context = await workplace.openKeys();
    const made: BenchKey[] = [];
    for (let number = 1; number <= keyCount; number += 1) {
      const name = `bench ${number}`;
      const { fullKey } = await createKey(context, { organizationId: id, name, createdBy: 'bench' });
      made.push({ name, fullKey });
    }
    return made;
  });
  return { ...served, databaseFile: join(dataDir, 'creatoraudit.db'), keys };
}

/** A folder that goes afterwards. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'creatoraudit-bench-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
