import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { openConnectServer } from './connect-server.ts';
import { register } from './raw-app.ts';

const connectOf = (env: Record<string, string>) => loadConfig(env).connect;
const refusal = (env: Record<string, string>) => {
  try {
    loadConfig(env);
    return null;
  } catch (error) {
    return error instanceof ConfigError ? error.message : 'another error';
  }
};

describe('the settings of the door', () => {
  it('leave it closed unless one of them is there', () => {
    expect(connectOf({})).toBeNull();
    expect(connectOf({ CONNECT_PORT: '8788' })).toEqual({
      url: 'http://127.0.0.1:8788',
      port: 8788,
      fetchesClients: true,
      knownClients: null,
    });
    const shared = { PUBLIC_URL: 'https://gateway.example', PUBLIC_CONNECT_URL: 'https://connect.gateway.example/' };
    expect(connectOf({ ...shared, CONNECT_CLIENT_DOCUMENTS: 'off' })).toEqual({
      url: 'https://connect.gateway.example',
      port: null,
      fetchesClients: false,
      knownClients: null,
    });
  });

  it.each([
    ['a path', { PUBLIC_CONNECT_URL: 'https://connect.example/oauth' }],
    ['no URL', { PUBLIC_CONNECT_URL: 'connect.example' }],
    ['http beyond this machine', { PUBLIC_CONNECT_URL: 'http://connect.example' }],
    ['the origin of the dashboard', { PUBLIC_URL: 'https://a.example', PUBLIC_CONNECT_URL: 'https://a.example' }],
    ['the origin of MCP', { PUBLIC_MCP_URL: 'https://a.example/x', PUBLIC_CONNECT_URL: 'https://a.example' }],
    [
      'the host of another on the same port',
      { PUBLIC_URL: 'https://a.example', PUBLIC_CONNECT_URL: 'https://a.example:8443' },
    ],
    [
      'the upstream’s own keys',
      { UPSTREAM_URL: 'https://api.example/v2', UPSTREAM_AUTH: 'passthrough', CONNECT_PORT: '1' },
    ],
    [
      'no URL where it listens beyond loopback',
      { HOST: '0.0.0.0', PUBLIC_URL: 'https://a.example', CONNECT_PORT: '1' },
    ],
  ])('stop the start with %s', (_what, env) => {
    expect(refusal(env)).toMatch(/PUBLIC_CONNECT_URL/);
  });
});

describe('on one port the doors', () => {
  it('are told apart by the host that is asked for', async () => {
    const { dashboard, stop } = await openConnectServer('sqlite', {
      CONNECT_PORT: '',
      PUBLIC_CONNECT_URL: 'https://connect.gateway.example',
    });
    const { url } = dashboard.server;
    const statusAt = (path: string, host: string) =>
      new Promise<number>((resolve, reject) => {
        request(url + path, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    const document = '/.well-known/oauth-authorization-server';
    expect(await statusAt(document, 'connect.gateway.example')).toBe(200);
    expect(await statusAt(document, 'CONNECT.gateway.example:443')).toBe(200);
    expect(await statusAt(document, new URL(url).host)).toBe(404);
    expect(await statusAt(document, 'connect.gateway.example.evil.example')).toBe(403);
    expect(await statusAt('/v2/health', 'connect.gateway.example')).toBe(404);
    expect(await statusAt('/v2/health', new URL(url).host)).toBe(200);
    expect((await register(url, { redirect_uris: ['http://localhost/cb'] })).status).toBe(404);
    await stop();
  });
});
