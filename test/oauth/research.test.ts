import { expect, test } from 'vitest';
import { testConnect } from './connect-server.ts';
import { connected } from './connected.ts';
import { rpc } from './raw-app.ts';

testConnect('search and fetch', (server) => {
  test('of ChatGPT answer a connected app as they answer a key', async () => {
    const { url, owner, dashboard } = server();
    const { accessToken } = await connected(server(), owner, { scope: 'write' });
    const { key } = (await owner.post('/api-keys', { name: 'beside', scopes: ['write'] })).body.data;
    const call = (name: string, args: object) => ({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: args },
    });
    await rpc(url, accessToken, call('create_creator', { name: 'Mara Lind' }));
    const path = '/mcp?tools=chatgpt';
    const search = call('search', { query: 'Mara' });
    const found = await rpc(url, accessToken, search, path);
    const { results } = JSON.parse(found.body.result.content[0].text);
    expect(results[0].title).toContain('Mara Lind');
    expect((await rpc(dashboard.server.url, key, search, path)).body).toEqual(found.body);
    const fetched = await rpc(url, accessToken, call('fetch', { id: results[0].id }), path);
    expect(JSON.parse(fetched.body.result.content[0].text).title).toContain('Mara Lind');
  });
});
