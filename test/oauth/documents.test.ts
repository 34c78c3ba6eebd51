import { expect, test } from 'vitest';
import { testConnect } from './connect-server.ts';
import { rpc } from './raw-app.ts';

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
