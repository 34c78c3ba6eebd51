import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import { realOutside } from '../../src/start/outside.ts';
import { startServer } from '../../src/start/start-server.ts';
import { mcpRequest } from '../compare/mcp-request.ts';
import { startAsking } from '../load/ask.ts';
import { temporaryFolder } from '../servers/gateway.ts';
import { type Counted, countingCalls } from './counted-calls.ts';

const warmUps = 20;
/** A timer of the server may fall into one of them, never out of it: the one with the fewest counts. */
const turns = 9;

/** What one warm call of a tool costs, through a real server in this process on the sample data. */
export async function countOneCall(name: string, args: Readonly<Record<string, unknown>>): Promise<Counted> {
  const folder = await temporaryFolder();
  try {
    return await countOn(folder.path, name, args);
  } finally {
    await folder.remove();
  }
}

async function countOn(dataDir: string, name: string, args: Readonly<Record<string, unknown>>): Promise<Counted> {
  const secrets = join(dataDir, 'secrets.json');
  const config = loadConfig({ PORT: '0', METRICS_PORT: '0', DATA_DIR: dataDir, SECRETS_FILE: secrets });
  const server = await startServer(config, { ...realOutside, log: { write: () => undefined } });
  try {
    if (server.firstStart.kind !== 'sample') throw new Error('The first start made no sample data');
    const key = server.firstStart.fullKey;
    const params = { name, arguments: args };
    const asked = mcpRequest({ era: 'legacy', id: 1, key, method: 'tools/call', params });
    const asking = await startAsking(Number(new URL(server.url).port));
    const ask = () => asking.ask(asked);
    for (let turn = 0; turn < warmUps; turn += 1) await ask();
    const counting = await countingCalls();
    const counted: Counted[] = [];
    for (let turn = 0; turn < turns; turn += 1) counted.push(await counting.during(ask));
    counting.stop();
    asking.close();
    return counted.reduce((fewest, one) => (one.own < fewest.own ? one : fewest));
  } finally {
    await server.stop();
  }
}
