import { afterAll, beforeAll } from 'vitest';
import type { Scope } from '../../src/contract/scope.ts';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';

export type KeyName = 'read' | 'write';

export interface McpServer {
  server: TestServer;
  url: string;
  keys: Readonly<Record<KeyName, { fullKey: string; keyId: string }>>;
}

/** The real server with its sample organization and a key of each kind, for the whole file that calls this. */
export function mcpServer(settings: Record<string, string> = {}): () => McpServer {
  let current: McpServer | undefined;
  beforeAll(async () => {
    const server = await startTestServer({ SAMPLE_DATA: 'on', RATE_LIMIT_PER_MINUTE: '100000', ...settings });
    const keys = { read: await makeKey(server, 'read'), write: await makeKey(server, 'write') };
    current = { server, url: `${server.url}/mcp`, keys };
  });
  afterAll(() => current?.server.stop());
  return () => {
    if (current === undefined) throw new Error('the server starts in beforeAll');
    return current;
  };
}

async function makeKey({ context, organizationId }: TestServer, scope: Scope) {
  const wish = { organizationId, name: scope, createdBy: 'test', scopes: [scope] };
  const { fullKey, apiKey } = await createKey(context, wish);
  return { fullKey, keyId: apiKey.id };
}
