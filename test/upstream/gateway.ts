import { afterAll, beforeAll, beforeEach } from 'vitest';
import { storeUpstreamKey } from '../../src/upstream/keys/stored-keys.ts';
import type { Deadlines } from '../../src/upstream/send/connection.ts';
import { type Behind, startOn, type TestServer } from '../server/start-test-server.ts';
import { behaveWell, type HostileUpstream, startHostile } from './hostile.ts';

/** The key that the gateway holds; the upstream's keys need not look like ours. */
export const upstreamKey = 'remote-key-0123456789abcdefghijklmnop';

/** So short that no test waits long, so long that a busy machine keeps them. */
export const shortDeadlines: Deadlines = { connect: 500, headers: 500, total: 1_200, probe: 150 };

export interface Gateway {
  upstream: HostileUpstream;
  server: TestServer;
  /** A key of the gateway's own, with all scopes. */
  key: string;
}

export async function startGateway(
  upstream: HostileUpstream,
  settings: Record<string, string> = {},
  { hasKey = true, deadlines = shortDeadlines } = {},
): Promise<Gateway> {
  const back: Behind = {
    settings: { UPSTREAM_URL: `${upstream.url}/v2`, RATE_LIMIT_PER_MINUTE: '100000', ...settings },
    deadlines,
    isForeign: true,
    adopt: async (context, organizationId) => {
      if (hasKey) await setKey(context, organizationId, upstreamKey);
    },
    stop: () => upstream.stop(),
  };
  const server = await startOn({}, 'sqlite', { ms: 0 }, back);
  return { upstream, server, key: await server.key() };
}

export async function setKey(
  { store, secrets }: TestServer['context'],
  organizationId: string,
  key: string,
): Promise<void> {
  await storeUpstreamKey(store, secrets.current(), {
    organizationId,
    key,
    upstreamOrganizationId: 'remote',
    upstreamKeyName: 'test',
    at: Date.now(),
  });
}

/** A gateway before a hostile upstream for the whole file or suite; before each test the upstream behaves well again. */
export function testGateway(settings: Record<string, string> = {}, deadlines = shortDeadlines): () => Gateway {
  let current: Gateway | undefined;
  beforeAll(async () => {
    current = await startGateway(await startHostile(), settings, { deadlines });
  });
  beforeEach(() => {
    if (current === undefined) return;
    current.upstream.behave = behaveWell;
    current.upstream.received.length = 0;
  });
  afterAll(() => current?.server.stop());
  return () => {
    if (current === undefined) throw new Error('the gateway starts in beforeAll');
    return current;
  };
}
