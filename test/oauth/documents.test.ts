import { expect, test } from 'vitest';
import { testConnect } from './connect-server.ts';
import { rpc } from './raw-app.ts';

const clientInfo = { name: 'agent', version: '1' };

testConnect('the documents', (server) => {
  test.each([
    ['/.well-known/oauth-protected-resource', ''],
    ['/.well-known/oauth-protected-resource/mcp', '/mcp'],
    ['/.well-known/oauth-protected-resource/mcp/', '/mcp/'],
  ])('%s names the resource as it was asked for', async (path, spelled) => {
    const { url } = server();
    const document = JSON.parse(await (await fetch(url + path)).text());
    expect(document).toMatchObject({ resource: url + spelled, authorization_servers: [url] });
  });

  test.each([
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-authorization-server/mcp',
    '/.well-known/openid-configuration',
    '/.well-known/openid-configuration/mcp',
  ])('%s says what the server does, and every address in it is served', async (path) => {
    const { url } = server();
    const document = JSON.parse(await (await fetch(url + path)).text());
    expect(document).toMatchObject({
      issuer: url,
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      authorization_response_iss_parameter_supported: true,
    });
    for (const name of ['authorization', 'token', 'registration', 'revocation']) {
      const endpoint = document[`${name}_endpoint`];
      expect((await fetch(endpoint, { method: 'DELETE' })).status, endpoint).toBe(405);
      const short = endpoint.replace('/oauth2/', '/');
      expect((await fetch(short, { method: 'DELETE' })).status, short).toBe(405);
    }
  });

  test.each(['/mcp', '/mcp/', '/'])('%s leads a client without a token to its own document', async (path) => {
    const { url } = server();
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const refused = await rpc(url, null, ping, path);
    expect(refused.status).toBe(401);
    const [, metadata = ''] =
      /^Bearer resource_metadata="([^"]+)", scope="read"$/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
    expect(JSON.parse(await (await fetch(metadata)).text()).resource).toBe(url + (path === '/' ? '' : path));
    expect((await fetch(url + path)).status).toBe(401);
  });
});

testConnect('the door of keys beside it', (server) => {
  test('shows no sign of it', async () => {
    const { dashboard } = server();
    const first = dashboard.server.url;
    const paths = [
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/oauth-authorization-server',
      '/.well-known/openid-configuration',
      '/authorize',
      '/token',
      '/register',
      '/oauth2/authorize',
      '/oauth2/token',
      '/oauth2/register',
    ];
    for (const path of paths) expect((await fetch(first + path)).status, path).toBe(404);
    const wrong = await rpc(first, 'ca_live_wrong', { jsonrpc: '2.0', id: 1, method: 'ping' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).not.toMatch(/resource_metadata|scope=/);
    const keyless = await rpc(first, null, { jsonrpc: '2.0', id: 1, method: 'tools/list' });
    expect(keyless.status).toBe(200);
  });
});

/** The first that clients send which sign nobody in without a vendor's account (Copilot CLI, Amp, Qwen Code), and others. */
const firstWords: readonly (readonly [string, RequestInit])[] = [
  [
    'initialize',
    posted({ method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } }),
  ],
  ['server/discover', posted({ method: 'server/discover', params: {} })],
  ['a stream', { headers: { accept: 'text/event-stream' } }],
  ['a call', posted({ method: 'tools/call', params: { name: 'get_api_key_info', arguments: {} } })],
];

function posted(message: object): RequestInit {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  return { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }) };
}

testConnect('a client that cannot sign anybody in', (server) => {
  test.each(firstWords)(
    'is told by %s where it would be, and by a token that is none what is wrong',
    async (_what, init) => {
      const { url } = server();
      const metadata = `${url}/.well-known/oauth-protected-resource/mcp`;
      const bare = await fetch(`${url}/mcp`, init);
      expect(await told(bare)).toEqual([
        401,
        `Bearer resource_metadata="${metadata}", scope="read"`,
        'application/problem+json',
      ]);
      for (const token of ['x', `ca_oat_${'a'.repeat(49)}`, `ca_live_${'a'.repeat(49)}`]) {
        const wrong = await fetch(`${url}/mcp`, {
          ...init,
          headers: { ...init.headers, authorization: `Bearer ${token}` },
        });
        const [status, challenge, type] = await told(wrong);
        expect([token, status, type]).toEqual([token, 401, 'application/problem+json']);
        expect(challenge).toMatch(
          /^Bearer error="invalid_token", error_description="[^"]+", resource_metadata="[^"]+", scope="read"$/,
        );
      }
    },
  );

  test.each(firstWords)('is told nothing of signing in by the door of keys, to %s', async (_what, init) => {
    const { dashboard } = server();
    const wrong = { ...init, headers: { ...init.headers, authorization: `Bearer ca_live_${'a'.repeat(49)}` } };
    const [status, challenge, type] = await told(await fetch(`${dashboard.server.url}/mcp`, wrong));
    if (status === 405) return;
    expect([status, type]).toEqual([401, 'application/problem+json']);
    expect(challenge).toMatch(/^Bearer error="invalid_token", error_description="[^"]+"$/);
  });
});

async function told(answer: Response): Promise<readonly [number, string | null, string]> {
  await answer.text();
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  return [answer.status, answer.headers.get('www-authenticate'), type];
}
