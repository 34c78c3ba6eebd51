import { expect, test } from 'vitest';
import { allow, testConnect } from './connect-server.ts';
import { connected } from './connected.ts';
import { rpc } from './raw-app.ts';
import { connectBySigningIn } from './sdk-sign-in.ts';

const call = (name: string, args: Record<string, unknown> = {}, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});

testConnect('an app that was let read', (server) => {
  test('sees what its person could let it do, and is sent to ask for it', async () => {
    const { url, owner } = server();
    const { accessToken } = await connected(server(), owner, { scope: 'read' });
    const listed = await rpc(url, accessToken, { jsonrpc: '2.0', id: 1, method: 'tools/list' }, '/mcp?tools=all');
    const names = listed.body.result.tools.map(({ name }: { name: string }) => name);
    expect(names).toContain('create_creator');
    const refused = await rpc(url, accessToken, call('create_creator', { name: 'Mara' }));
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toBe(
      `Bearer error="insufficient_scope", error_description="This needs the scope write, which this app was not given. Sign in again to allow it.", resource_metadata="${url}/.well-known/oauth-protected-resource/mcp", scope="read write"`,
    );
    const nested = { method: 'POST', path: '/v2/creators', body: { name: 'Mara' } };
    expect((await rpc(url, accessToken, call('call_v2_endpoint_write', nested))).status).toBe(403);
  });

  test('is told in the answer itself in a batch, and where it asked for reading only', async () => {
    const { url, owner } = server();
    const { accessToken } = await connected(server(), owner, { scope: 'read' });
    const batch = await rpc(url, accessToken, [
      call('create_creator', { name: 'Mara' }),
      call('get_api_key_info', {}, 2),
    ]);
    expect(batch.status).toBe(200);
    expect(batch.body.map((one: { result: { isError?: boolean } }) => one.result.isError === true)).toEqual([
      true,
      false,
    ]);
    const readOnly = await rpc(url, accessToken, call('create_creator', { name: 'Mara' }), '/mcp?read_only=true');
    expect(readOnly).toMatchObject({ status: 200, body: { result: { isError: true } } });
    const list = await rpc(
      url,
      accessToken,
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      '/mcp?tools=all&read_only=true',
    );
    expect(list.body.result.tools.map(({ name }: { name: string }) => name)).not.toContain('create_creator');
  });

  test('is counted, named and remembered as a key is', async () => {
    const { url, owner, dashboard, organizationId } = server();
    const { accessToken } = await connected(server(), owner, { scope: 'read' });
    const answered = await rpc(url, accessToken, call('get_overview'));
    expect(answered.headers.get('x-ratelimit-limit')).toBe('600');
    expect(answered.headers.get('x-ratelimit-remaining')).toBe('599');
    const [{ id }] = (await owner.get('/connected-apps')).body.data;
    const line = dashboard
      .log()
      .split('\n')
      .find((one) => one.includes(id) && one.includes('get_overview'));
    expect(line).toContain(`"organization_id":"${organizationId}"`);
    const used = async () => (await owner.get('/connected-apps')).body.data[0].last_used_at;
    await expect.poll(used, { timeout: 8_000 }).not.toBeNull();
    const usage = async () =>
      (await owner.get('/usage')).body.data.find((row: { key_id: string }) => row.key_id === id);
    await expect.poll(usage, { timeout: 8_000 }).toMatchObject({ key_name: 'Raw app', calls: 1 });
    const trail = async () => (await owner.get(`/audit?key_id=${id}&event=call.tool`)).body.data;
    await expect.poll(trail, { timeout: 8_000 }).toMatchObject([{ key_name: 'Raw app', operation: 'get_overview' }]);
  });
});

testConnect('the SDK', (server) => {
  test('asks its person again for what it lacks, and goes on with it', async () => {
    const { url, owner } = server();
    const address = `${url}/mcp`;
    const { app, client } = await connectBySigningIn(address, owner, { scope: 'read' });
    app.forgetAsked();
    const create = { name: 'create_creator', arguments: { name: 'Mara' } };
    await expect(client.callTool(create)).rejects.toThrow();
    await client.close();
    const { asked } = app;
    expect(asked?.searchParams.get('scope')?.split(' ')).toContain('write');
    const again = await app.finish(address, await allow(owner, asked ?? '', { scope: 'write' }));
    expect((await again.callTool(create)).isError).not.toBe(true);
    await again.close();
  });
});
