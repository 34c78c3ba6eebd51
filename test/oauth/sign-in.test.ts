import { expect, test } from 'vitest';
import { allow, testConnect } from './connect-server.ts';
import { OlderSdkApp } from './older-sdk-app.ts';
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

  test.each(['/mcp', '/mcp/', '', '/'])(
    'of the SDK before is given %s, signs in, and is renewed without anybody',
    async (path) => {
      const app = new OlderSdkApp();
      const address = new URL(server().url + path);
      await expect(app.connect(address)).rejects.toThrow('Unauthorized');
      if (app.asked === undefined) throw new Error('the app asked nobody');
      await app.finish((await allow(server().owner, app.asked)).searchParams.get('code') ?? '');
      const first = await app.connect(address);
      const { structuredContent } = await first.callTool({ name: 'get_api_key_info', arguments: {} });
      expect(structuredContent).toMatchObject({ data: { organization_id: server().organizationId } });
      await first.close();
      const before = app.tokensNow?.access_token;
      server().dashboard.ahead.ms += 31 * 60_000;
      const later = await app.connect(address);
      expect((await later.listTools()).tools.length).toBeGreaterThan(5);
      expect(app.tokensNow?.access_token).not.toBe(before);
      await later.close();
    },
  );
});
