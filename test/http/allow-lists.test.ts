import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const at = testServer({
  PUBLIC_URL: 'https://gateway.example',
  PUBLIC_MCP_URL: 'https://mcp.example:8443',
  ALLOWED_ORIGINS:
    'https://tool.example, http://intranet:3000, tauri://localhost, app://obsidian.md, chrome-extension://abcdef',
});
let key = '';
beforeAll(async () => {
  key = await at().key();
});

const get = (headers: Record<string, string>) => at().call('GET', '/v2/whoami', { key, headers });

describe('Host', () => {
  it.each([
    'evil.example',
    'gateway.example.evil.example',
    'gateway.example@evil.example',
    '127.0.0.1.evil.example',
    '[::1].evil.example',
    '169.254.169.254',
    '0.0.0.0:8787',
    'localhost:80:80',
    'abcdef',
    'obsidian.md',
    'localhost.evil.example',
    'evillocalhost',
    ' ',
  ])('%j is refused', async (host) => {
    const answer = await get({ Host: host });
    expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
  });

  it.each([
    'localhost',
    'localhost:1',
    '127.0.0.1:9',
    '127.8.8.8',
    '[::1]:8787',
    'gateway.example',
    'GATEWAY.example.',
    'mcp.example',
    'tool.example:3',
    'tauri.localhost:1420',
  ])('%j is served', async (host) => {
    expect((await get({ Host: host })).status).toBe(200);
  });
});

describe('Origin', () => {
  it.each([
    'https://evil.example',
    'null',
    'http://gateway.example',
    'https://gateway.example:444',
    'https://localhost.evil.example',
    'http://localhost/path',
    'file://localhost',
    'chrome-extension://abcdefg',
    'chrome-extension://abcde',
    'tauri://localhost.evil.example',
    'tauri://tauri.localhost',
    'app://obsidian.md:1',
    'http://localhost.evil.example',
    'vscode-webview://abcdef',
  ])('%j is refused everywhere', async (origin) => {
    for (const path of ['/v2/whoami', '/v2/health', '/mcp', '/nothing']) {
      const answer = await at().call('GET', path, { key, headers: { Origin: origin } });
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'FORBIDDEN']);
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  it.each([
    'https://gateway.example',
    'https://mcp.example:8443',
    'https://tool.example',
    'http://localhost:5173',
    'http://tauri.localhost',
    'https://app.localhost:8443',
    'tauri://localhost',
    'app://obsidian.md',
    'chrome-extension://abcdef',
  ])('%j may read answers, refusals too', async (origin) => {
    const answer = await get({ Origin: origin });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect(answer.headers.get('access-control-expose-headers')).toContain('X-RateLimit-Remaining');
    expect(answer.headers.get('vary')).toContain('Origin');
    const refused = await at().call('GET', '/v2/whoami', { headers: { Origin: origin } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin]);
  });

  it('is told before it sends a key', async () => {
    const asked = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' };
    const answer = await at().call('OPTIONS', '/v2/accounts', {
      headers: { Origin: 'https://tool.example', ...asked },
    });
    expect([answer.status, answer.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization']);
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH');
    const foreign = await at().call('OPTIONS', '/v2/accounts', {
      headers: { Origin: 'https://evil.example', ...asked },
    });
    expect(foreign.status).toBe(403);
  });
});
