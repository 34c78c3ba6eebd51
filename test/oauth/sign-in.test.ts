import { expect, test } from 'vitest';
import { testConnect } from './connect-server.ts';
import { connectBySigningIn } from './sdk-sign-in.ts';

testConnect('an app that knows only OAuth', (server) => {
  test.each(['/mcp', '/mcp/', '', '/'])('is given %s, signs in and gets a true answer', async (path) => {
    const { client } = await connectBySigningIn(server().url + path, server().owner);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('get_api_key_info');
    const { structuredContent } = await client.callTool({ name: 'get_api_key_info', arguments: {} });
    expect(structuredContent).toMatchObject({
      data: { organization_id: server().organizationId, api_key_name: 'SDK app', scopes: ['read'] },
    });
    await client.close();
  });
});
