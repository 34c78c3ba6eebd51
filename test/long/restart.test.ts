import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport, type VersionNegotiationMode } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../server/wire.ts';
import { type Program, startProgram } from '../start/program.ts';
import { figure } from './trials.ts';

const info = { name: 'sdk-test', version: '1.2.3' };

/** What both lines of the SDK's clients do alike. */
interface AnyClient {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(wish: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

describe('a restart', () => {
  let folder = '';
  let program: Program;
  let url = '';
  let key = '';
  const start = async (port: string) => {
    program = startProgram({ PORT: port, DATA_DIR: folder, RATE_LIMIT_PER_MINUTE: '100000' });
    url = (await program.ready).url;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-restart-'));
    await start('0');
    [key = ''] = program.stdout().match(/ca_live_\w+/) ?? [];
  });
  afterAll(async () => {
    program.child.kill('SIGKILL');
    await program.ended;
    await rm(folder, { recursive: true, force: true });
  });

  const sent = () => ({ headers: { Authorization: `Bearer ${key}` } });
  const modern = (mode: VersionNegotiationMode) => async (): Promise<AnyClient> => {
    const client = new Client(info, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: sent() }));
    return client;
  };
  const old = async (): Promise<AnyClient> => {
    const client = new OldClient(info);
    await client.connect(new OldTransport(new URL(`${url}/mcp`), { requestInit: sent() }));
    return client;
  };

  it.each([
    ['SIGTERM', 'in order'],
    ['SIGKILL', 'by a crash'],
  ] as const)('by %s, %s, is not seen by clients that are connected', async (signal, _how) => {
    const connects = [modern('auto'), modern({ pin: '2026-07-28' }), modern('legacy'), old];
    const clients = await Promise.all(connects.map((connect) => connect()));
    const ask = () =>
      Promise.all(
        clients.map(async (client) => {
          const { tools } = await client.listTools();
          const answer = await client.callTool({ name: 'get_overview', arguments: { period: '7d' } });
          return [tools.length > 5, JSON.stringify(answer).includes('overview')];
        }),
      );
    const fine = clients.map(() => [true, true]);
    expect(await ask()).toEqual(fine);
    program.child.kill(signal);
    await program.ended;
    await start(new URL(url).port);
    // No new connect, no error, no call made twice.
    expect(await ask()).toEqual(fine);
    expect((await call(url, 'GET', '/v2/health')).status).toBe(200);
    figure(`restart by ${signal}: ${clients.length} connected clients went on without noticing`);
    await Promise.all(clients.map((client) => client.close()));
  });
});
