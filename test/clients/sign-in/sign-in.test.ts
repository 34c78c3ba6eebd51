import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectServer, openConnectServer } from '../../oauth/connect-server.ts';
import { RawApp } from '../../oauth/raw-app.ts';
import { codex } from '../codex.ts';
import { type Home, makeHome } from '../home.ts';
import { cacheFolder, installClients, type Programs } from '../install.ts';
import { runSigningIn } from './signing-in.ts';

/** As their vendors publish them, for a machine that reaches none of them. */
const documents = [
  { client_id: 'https://claude.ai/oauth/claude-code-client-metadata', client_name: 'Claude Code' },
  { client_id: 'https://chatgpt.com/oauth/codex/client.json', client_name: 'Codex' },
].map((document) => ({
  ...document,
  redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'none',
}));

const ways = ['by its document', 'by registering'] as const;

describe.each(ways)('a real client that is connected %s', (way) => {
  let programs: Programs;
  let server: ConnectServer;
  let url: string;
  let cache: string;

  beforeAll(async () => {
    cache = cacheFolder(process.env);
    programs = await installClients(cache, process.env);
    const kept = await makeHome(cache, programs, {});
    await kept.write('~/documents.json', JSON.stringify(documents));
    const settings =
      way === 'by registering'
        ? { CONNECT_CLIENT_DOCUMENTS: 'off' }
        : { CONNECT_KNOWN_CLIENTS: join(kept.folder, 'documents.json') };
    server = await openConnectServer('sqlite', settings);
    await kept.remove();
    url = `${server.url}/mcp`;
  }, 900_000);
  afterAll(() => server.stop());

  async function inHome(
    variables: Readonly<Record<string, string>>,
    work: (home: Home) => Promise<void>,
  ): Promise<void> {
    const home = await makeHome(cache, programs, variables);
    try {
      await work(home);
    } finally {
      await home.remove();
    }
  }

  it('Claude Code is connected', () =>
    inHome({ DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' }, async (home) => {
      await home.run(['claude', 'mcp', 'add', '--transport', 'http', 'ca', url]);
      // It signs nobody in without a terminal.
      const said = await runSigningIn(home, server.owner, ['script', '-qec', 'claude mcp login ca', '/dev/null']);
      expect(said).toContain('Its tools are now available');
      expect((await home.run(['claude', 'mcp', 'get', 'ca'])).output).toContain('✔ Connected');
    }));

  it('Codex calls tools', () =>
    inHome({}, async (home) => {
      await home.write('~/.codex/config.toml', 'mcp_oauth_credentials_store = "file"\n');
      const said = await runSigningIn(home, server.owner, ['codex', 'mcp', 'add', 'ca', '--url', url], {
        scope: 'write',
      });
      expect(said).toContain('Successfully logged in');
      expect(await codex.ask(home, 'ca')).toMatchObject({ connected: true, read: 'OK', write: 'OK' });
    }));

  it.each(['legacy', 'modern'])('the Inspector calls a tool, era %s', (era) =>
    inHome({ MCP_AUTO_OPEN_ENABLED: 'true', MCP_INSPECTOR_SECRET_STORE: 'file' }, async (home) => {
      const call = ['--method', 'tools/call', '--tool-name', 'get_api_key_info', '--tool-args-json', '{}'];
      const argv = ['mcp-inspector', '--cli', url, '--transport', 'http', '--protocol-era', era, ...call];
      expect(await runSigningIn(home, server.owner, argv)).toContain(server.organizationId);
    }),
  );

  it('mcp-remote calls a tool, and once more without anybody', () =>
    inHome({}, async (home) => {
      const argv = ['mcp-remote', url, '--allow-http'];
      const options = { input: toolCall, until: /"organization_id"/ };
      const first = await runSigningIn(home, server.owner, argv, options);
      expect(first).toContain(server.organizationId);
      const second = await runSigningIn(home, server.owner, argv, options);
      expect(second).toContain(server.organizationId);
      expect(second).not.toContain('/oauth2/authorize');
    }));
});

describe('the official suite for authorization servers', () => {
  it('is passed', async () => {
    const cache = cacheFolder(process.env);
    const programs = await installClients(cache, process.env);
    const server = await openConnectServer();
    const home = await makeHome(cache, programs, {});
    const app = await RawApp.registered(server.url, { redirectUri: 'http://127.0.0.1:3000/callback' });
    const options = ['--client-id', app.clientId, '--resource', `${server.url}/mcp`];
    const argv = ['conformance', 'authorization', '--url', server.url, ...options];
    const said = await runSigningIn(home, server.owner, argv);
    expect(said).toContain('[ended with 0]');
    expect(said).toContain('[went back with 200]');
    await home.remove();
    await server.stop();
  });
});

const clientInfo = { name: 'test', version: '1' };
const toolCall = [
  { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/call', params: { name: 'get_api_key_info', arguments: {} } },
]
  .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  .join('');
