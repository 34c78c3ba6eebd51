import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { seedSampleOrganization } from '../../src/collect/sample/organization.ts';
import { Problem } from '../../src/contract/problem.ts';
import type { Scope } from '../../src/contract/scope.ts';
import { impliedScopes } from '../../src/contract/scope.ts';
import type { Principal } from '../../src/keys/principal.ts';
import type { KeyChange } from '../../src/keys/watched-principals.ts';
import { createMcpEndpoint } from '../../src/mcp/endpoint.ts';
import type { McpAnswer, Seen } from '../../src/mcp/request.ts';
import { createServices } from '../../src/services/create-services.ts';
import { openStore } from '../../src/store/open.ts';
import { emptyDatabase } from '../store/open-test-store.ts';
import { addOrganization } from '../store/rows.ts';

const organizationId = '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01';

/** The day that all of these tests take for today. */
export const today = Date.parse('2026-11-24T12:00:00Z');

export interface SampleEndpoint {
  url: string;
  organizationId: string;
  /** What the endpoint told of each request, oldest first. */
  seen: Seen[];
  /** Failures that were answered without details. */
  failures: unknown[];
  /** Tells whoever watches that key. */
  change(key: 'read' | 'write', change: KeyChange): void;
  /** Makes the next requests be over the rate limit. */
  limit(retryAfterSeconds: number | null): void;
  principal(key: 'read' | 'write'): Principal;
  close(): Promise<void>;
}

/**
 * The endpoint with real services over the sample organization, behind the plainest door: the keys are the words
 * `read`, `write` and `url-read-only`. What the real door does is proven where it is (test/http).
 */
export async function startSampleEndpoint(): Promise<SampleEndpoint> {
  const database = await emptyDatabase('sqlite');
  const store = await openStore(database.setting);
  await addOrganization(store, organizationId);
  await seedSampleOrganization({ store, organizationId, now: today });
  const principals = new Map(keys.map((principal) => [principal.keyName, principal]));
  const watchers = new Map<string, Set<(change: KeyChange) => void>>();
  const seen: Seen[] = [];
  const failures: unknown[] = [];
  let retryAfterSeconds: number | null = null;

  const endpoint = await createMcpEndpoint({
    api: createServices({
      store,
      cursorKey: createSecretKey(randomBytes(32)),
      now: () => today,
      randomUuid: randomUUID,
      nudgeRefresh: () => {},
      provider: { invented: true },
      version: '0.0.0',
      publicUrls: { api: 'http://127.0.0.1:8787' },
      state: () => 'ready',
    }),
    version: '0.0.0',
    openApi: () => '{"openapi":"3.1.0"}',
    howToGetKey: 'Make one with `npm run -s keys -- create`.',
    now: () => performance.now(),
    watchKey: ({ keyId }, listener) => {
      const listeners = watchers.get(keyId) ?? new Set();
      watchers.set(keyId, listeners.add(listener));
      return () => listeners.delete(listener);
    },
    failed: (error) => failures.push(error),
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const [, search = ''] = (request.url ?? '').split('?');
    const key = request.headers.authorization?.replace('Bearer ', '');
    const answer = await endpoint.handle({
      method: request.method ?? '',
      headers: request.headers,
      search,
      body: await text(request),
      principal: key === undefined ? null : (principals.get(key) ?? null),
      keyPlace: key?.startsWith('url') ? 'url' : 'authorization',
      requestId: randomUUID(),
      signal: gone.signal,
      retryAfterSeconds,
      spendMore: (calls) => (calls > 20 ? 7 : null),
    });
    seen.push(answer.seen);
    await send(response, answer);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error) => refuse(response, error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressOf(server.address());

  return {
    url: `http://127.0.0.1:${port}/mcp`,
    organizationId,
    seen,
    failures,
    change: (key, change) => {
      for (const listener of watchers.get(`${key}-id`) ?? []) listener(change);
    },
    limit: (seconds) => {
      retryAfterSeconds = seconds;
    },
    principal: (key) => {
      const principal = principals.get(key);
      if (principal === undefined) throw new Error(`there is no key ${key}`);
      return principal;
    },
    close: async () => {
      endpoint.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      await database.remove();
    },
  };
}

function principal(keyName: string, scopes: readonly Scope[]): Principal {
  return {
    organizationId,
    organizationName: 'Sample Studio',
    keyId: `${keyName}-id`,
    keyName,
    scopes: impliedScopes(scopes),
    expiresAt: null,
    urlKeys: keyName === 'url-forbidden' ? 'forbid' : 'read_only',
    holdsSampleData: true,
  };
}

const keys = [
  principal('read', ['read']),
  principal('write', ['write']),
  principal('url-read-only', ['write']),
  principal('url-forbidden', ['write']),
];

async function send(response: ServerResponse, { status, headers, body }: McpAnswer): Promise<void> {
  response.writeHead(status, { ...headers });
  if (body instanceof ReadableStream) for await (const chunk of body) response.write(chunk);
  response.end(body instanceof ReadableStream ? undefined : body);
}

function refuse(response: ServerResponse, error: unknown): void {
  if (!(error instanceof Problem)) throw error;
  response.writeHead(error.status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ code: error.code, detail: error.detail }));
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address;
}
