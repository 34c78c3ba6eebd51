import { expect, test } from 'vitest';
import { allow, openAuthorization, testConnect } from './connect-server.ts';
import { RawApp } from './raw-app.ts';

/** A registered address, and others that somebody could pass for it. */
const passedOff: readonly (readonly [string, readonly string[]])[] = [
  [
    'https://app.example/cb',
    [
      'https://app.example:443/cb',
      'https://app.example:8443/cb',
      'https://app.example./cb',
      'https://APP.example/cb',
      'HTTPS://app.example/cb',
      'https://app.example/cb/',
      'https://app.example/cb/../evil',
      'https://app.example/%63b',
      'https://app.example/cb%2f',
      'https://app.example/cb?next=https://evil.example',
      'https://app.example/cb#evil',
      'https://app.example@evil.example/cb',
      'https://evil.example\\@app.example/cb',
      'https://app.example.evil.example/cb',
      'https://аpp.example/cb',
      'https://xn--pp-6kc.example/cb',
      'http://app.example/cb',
      '//app.example/cb',
      ' https://app.example/cb',
      'https://app.example/cb\u0000',
      'https://app.example/cb https://evil.example/cb',
    ],
  ],
  [
    'http://127.0.0.1:9/callback',
    [
      'http://127.0.0.1:9@evil.example/callback',
      'http://127.0.0.1.:9/callback',
      'http://127.1:9/callback',
      'http://2130706433:9/callback',
      'http://[::1]:9/callback',
      'http://[::ffff:127.0.0.1]:9/callback',
      'http://localhost:9/callback',
      'http://127.0.0.2:9/callback',
      'https://127.0.0.1:9/callback',
      'http://127.0.0.1:99999/callback',
      'http://127.0.0.1:9/callback/..',
      'http://127.0.0.1:9/Callback',
      'http://127.0.0.1:9/callback;x',
      'http://0.0.0.0:9/callback',
    ],
  ],
  [
    'cursor://anysphere.cursor-mcp/oauth/callback',
    [
      'cursor://evil/oauth/callback',
      'cursor:anysphere.cursor-mcp/oauth/callback',
      'vscode://anysphere.cursor-mcp/oauth/callback',
    ],
  ],
];

testConnect('an answer', (server) => {
  test.each(passedOff)('for %s goes to no other address', async (redirectUri, others) => {
    const { url, dashboard } = server();
    dashboard.ahead.ms += 60_000;
    const { clientId } = await RawApp.registered(url, { redirectUri });
    for (const other of others) {
      const { location, reference } = await openAuthorization(new RawApp(url, clientId, other).authorizationUrl());
      expect([other, reference]).toEqual([other, '']);
      expect(new URL(location).origin, other).toBe(dashboard.server.url);
      expect(location, other).toMatch(/\/connect-app\?error=wrong_re(direct|quest)$/);
    }
  });

  test('is not given to whoever leaves the address out, at either end', async () => {
    const { url, owner } = server();
    const app = await RawApp.registered(url);
    expect((await openAuthorization(app.authorizationUrl({ redirect_uri: null }))).location).toContain(
      '/connect-app?error=wrong_re',
    );
    for (const redirect_uri of [null, 'http://127.0.0.1:10/callback', 'http://localhost:9/callback']) {
      const code = (await allow(owner, app.authorizationUrl())).searchParams.get('code') ?? '';
      expect([redirect_uri, (await app.exchange(code, { redirect_uri })).status]).toEqual([redirect_uri, 400]);
    }
  });

  test('says who it is from, and gives a state back as it was, whatever is in it', async () => {
    const { url, owner } = server();
    const app = await RawApp.registered(url);
    for (const state of ['a b&c=d#e', 'x\r\nSet-Cookie: a=b', 'žluťoučký', '"><script>', 'x'.repeat(1_500)]) {
      const answered = await allow(owner, app.authorizationUrl({ state }));
      expect(answered.searchParams.getAll('state')).toEqual([state]);
      expect(answered.searchParams.getAll('iss')).toEqual([url]);
      const { reference } = await openAuthorization(app.authorizationUrl({ state }));
      await owner.post('/connect-requests/open', { reference });
      const denied = new URL((await owner.post('/connect-requests/deny', { reference })).body.data.url);
      expect([...denied.searchParams.keys()].sort()).toEqual(expect.arrayContaining(['error', 'iss', 'state']));
      expect(denied.searchParams.get('iss')).toBe(url);
      expect(denied.searchParams.get('error')).toBe('access_denied');
      expect(denied.searchParams.get('state')).toBe(state);
    }
  });

  test('goes to the address of the request, not to one that a page asks for', async () => {
    const { url, owner } = server();
    const app = await RawApp.registered(url);
    for (const more of [
      { response_mode: 'form_post' },
      { response_mode: 'fragment' },
      { request_uri: 'https://evil.example/x' },
      { request: 'eyJ.x.y' },
      { web_message_uri: 'https://evil.example' },
    ]) {
      const { location, reference } = await openAuthorization(app.authorizationUrl(more));
      if (reference === '') expect(location.startsWith(app.redirectUri)).toBe(true);
      else expect((await allow(owner, app.authorizationUrl(more))).href.startsWith(`${app.redirectUri}?`)).toBe(true);
    }
  });
});
