import { sql } from 'kysely';
import { selectAccounts } from '../../src/services/accounts/resource.ts';
import { seeking } from '../../src/services/page.ts';
import { openStore } from '../../src/store/open.ts';
import { sortKey } from '../../src/store/order.ts';
import { filled } from '../../src/store/statement-cache.ts';
import { fastMcpModule } from '../peers/install-fastmcp.ts';
import { freePort } from '../servers/free-port.ts';
import { type Gateway, startGateway } from '../servers/gateway.ts';
import { type Served, startProcess } from '../servers/process.ts';
import type { Era } from './mcp-request.ts';
import { readTruth, type Truth } from './truth.ts';

export type PeerName = 'sdk v2' | 'sdk v1' | 'fastmcp';

interface Peer {
  name: PeerName;
  served: Served;
  eras: readonly Era[];
}

/** Everything that takes part, running. */
export interface Contestants {
  gateway: Gateway;
  bare: Served;
  peers: readonly Peer[];
  /** Why a peer does not take part. */
  absent: readonly string[];
  truth: Truth;
  stop(): Promise<void>;
}

const ready = /ready on (\d+)/;

/**
 * @param peers which of them take part; FastMCP is installed at its first use
 * @param nodeFlags of our own server
 */
export async function startContestants(
  dataDir: string,
  { peers: withPeers, nodeFlags }: { peers: readonly PeerName[]; nodeFlags: readonly string[] },
): Promise<Contestants> {
  const gateway = await startGateway(dataDir, { nodeFlags });
  const { databaseFile, keys } = gateway;
  const truth = readTruth(databaseFile);
  const { text, values } = await accountsStatement(databaseFile, truth.organizationId);
  const bare = await startProcess({
    script: 'bare.ts',
    arguments: [databaseFile, text, JSON.stringify(values)],
    ready,
  });
  // Peers know one key only: the first.
  const facts = [databaseFile, keys[0]?.name ?? ''];
  const peers: Peer[] = [];
  const absent: string[] = [];
  for (const name of withPeers) {
    const served = await startPeer(name, facts);
    if (served === null) absent.push(`${name} could not be installed`);
    else peers.push({ name, served, eras: name === 'sdk v2' ? ['legacy', 'modern'] : ['legacy'] });
  }
  const all = [gateway, bare, ...peers.map(({ served }) => served)];
  const stop = async () => {
    await Promise.all(all.map((served) => served.stop()));
  };
  return { gateway, bare, peers, absent, truth, stop };
}

async function startPeer(name: PeerName, facts: readonly string[]): Promise<Served | null> {
  if (name !== 'fastmcp') {
    const script = name === 'sdk v1' ? '../peers/sdk-v1.ts' : '../peers/sdk-v2.ts';
    return startProcess({ script, arguments: facts, ready });
  }
  const module = fastMcpModule();
  if (module === null) return null;
  const port = String(await freePort());
  return startProcess({ script: '../peers/fastmcp.ts', arguments: [module, ...facts, port], ready });
}

/** The very statement of `GET /v2/accounts?limit=50`, for the bare handler. */
async function accountsStatement(databaseFile: string, organizationId: string) {
  const store = await openStore({ kind: 'sqlite', file: databaseFile });
  const mine = sql<boolean>`accounts.organization_id = ${organizationId}`;
  const page = seeking(
    selectAccounts(store.read).where(mine),
    { begin: 'first', direction: 'desc' },
    sortKey('accounts', 'added_at'),
    'accounts.id',
  ).compile();
  await store.close();
  return { text: page.sql, values: filled(page.parameters, { most: 51 }) };
}
