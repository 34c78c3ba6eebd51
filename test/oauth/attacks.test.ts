import { expect, test } from 'vitest';
import { Browser, joinAs } from '../dashboard/dashboard-server.ts';
import { allow, openAuthorization, testConnect } from './connect-server.ts';
import { connected } from './connected.ts';
import { RawApp, rpc } from './raw-app.ts';

const who = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_api_key_info', arguments: {} } };

testConnect('attacks', (server) => {
  test.each([
    ['no challenge', { code_challenge: null, code_challenge_method: null }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['another kind of answer', { response_type: 'token' }],
    ['another server', { resource: 'https://other.example/mcp' }],
  ])('a request with %s is asked of nobody', async (_what, over) => {
    const app = await RawApp.registered(server().url);
    const url = app.authorizationUrl(over);
    const { location, reference } = await openAuthorization(url);
    expect(reference).toBe('');
    expect(location.startsWith(app.redirectUri)).toBe(true);
    const told = new URLSearchParams(location.slice(app.redirectUri.length + 1));
    expect(told.get('iss')).toBe(server().url);
    expect(told.get('error')).not.toBeNull();
    expect(told.has('code')).toBe(false);
  });

  test('a code is of no use to anybody but the client that asked, with what only it knows', async () => {
    const { owner, url } = server();
    const app = await RawApp.registered(url);
    const other = await RawApp.registered(url);
    const codeFor = async () => (await allow(owner, app.authorizationUrl())).searchParams.get('code') ?? '';
    const wrong: Record<string, string | null>[] = [
      { code_verifier: 'a'.repeat(43) },
      { code_verifier: null },
      { redirect_uri: 'http://127.0.0.1:10/callback' },
      { client_id: other.clientId },
      { resource: 'https://other.example/mcp' },
    ];
    for (const over of wrong) {
      const answer = await app.exchange(await codeFor(), over);
      expect(answer.status, JSON.stringify(over)).toBe(400);
      expect(answer.body.access_token).toBeUndefined();
    }
  });

  test('a refresh token is of no use to another client', async () => {
    const { owner, url } = server();
    const { app, refreshToken } = await connected(server(), owner);
    const other = await RawApp.registered(url);
    expect((await other.refresh(refreshToken)).body.error).toBe('invalid_grant');
    expect((await app.refresh(refreshToken)).status).toBe(200);
  });

  test('a client that is not known is told 401, so that it registers anew', async () => {
    const nobody = new RawApp(server().url, 'nobody', 'http://127.0.0.1:9/callback');
    for (const answer of [await nobody.exchange('x'), await nobody.refresh('x'), await nobody.revoke('x')]) {
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    }
  });

  test('no token opens the door of keys, and no key this one', async () => {
    const { owner, url, dashboard } = server();
    const { accessToken, refreshToken } = await connected(server(), owner);
    const made = await owner.post('/api-keys', { name: 'A key', scopes: ['read'] });
    const { key } = made.body.data;
    const first = dashboard.server.url;
    expect((await rpc(first, key, who)).status).toBe(200);
    expect((await rpc(url, key, who)).status).toBe(401);
    for (const token of [accessToken, refreshToken]) {
      expect((await rpc(first, token, who)).status).toBe(401);
      expect((await fetch(`${first}/v2/whoami`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    }
    expect((await rpc(url, refreshToken, who)).status).toBe(401);
    expect((await rpc(url, null, who, `/mcp?api_key=${accessToken}`)).status).toBe(401);
    expect((await fetch(`${url}/v2/whoami`, { headers: { authorization: `Bearer ${accessToken}` } })).status).toBe(404);
  });

  test('nobody allows for an organization that they are not in, or more than their role', async () => {
    const { owner, dashboard, url } = server();
    const { browser: viewer } = await joinAs(dashboard, owner, 'viewer');
    const app = await RawApp.registered(url);
    await expect(allow(viewer, app.authorizationUrl(), { scope: 'write' })).rejects.toThrow('403');
    const created = await owner.post('/organizations', { name: 'Not theirs' });
    const organizationId = created.body.data.organization.id;
    owner.shows = server().organizationId;
    await expect(allow(viewer, app.authorizationUrl(), { organizationId })).rejects.toThrow('403');
  });

  test('a request is answered once, by the browser that opened it, by somebody signed in, from the page itself', async () => {
    const { owner, dashboard, url, organizationId } = server();
    const app = await RawApp.registered(url);
    const { reference } = await openAuthorization(app.authorizationUrl());
    const answer = { reference, organization_id: organizationId, scope: 'read' };
    expect((await owner.post('/connect-requests/open', { reference })).status).toBe(200);
    const { browser: other } = await joinAs(dashboard, owner, 'admin');
    expect((await other.post('/connect-requests/open', { reference })).status).toBe(404);
    expect((await other.post('/connect-requests/allow', answer)).status).toBe(404);
    expect((await new Browser(dashboard).post('/connect-requests/allow', answer)).status).toBe(401);
    // What a page of another origin could send.
    const foreign = { 'X-CreatorAudit-Dashboard': '', Origin: 'https://evil.example' };
    expect((await owner.send('POST', '/connect-requests/allow', answer, foreign)).status).toBe(403);
    expect((await owner.post('/connect-requests/allow', answer)).status).toBe(200);
    expect((await owner.post('/connect-requests/allow', answer)).status).toBe(404);
    expect((await owner.post('/connect-requests/deny', { reference })).status).toBe(404);
  });

  test('a request that nobody opens within a minute is over', async () => {
    const { owner, dashboard, url } = server();
    const app = await RawApp.registered(url);
    const { reference } = await openAuthorization(app.authorizationUrl());
    dashboard.ahead.ms += 61_000;
    expect((await owner.post('/connect-requests/open', { reference })).status).toBe(404);
  });

  test('a second request of the same client is asked again', async () => {
    const { owner, url } = server();
    const { app } = await connected(server(), owner, {}, await RawApp.registered(url));
    const { location, reference } = await openAuthorization(app.authorizationUrl({ prompt: 'none' }));
    expect(new URL(location).searchParams.get('error')).toBe('login_required');
    expect(reference).toBe('');
    expect((await openAuthorization(app.authorizationUrl())).reference).not.toBe('');
  });

  test('parameters that are there twice are refused, and bodies that are too long', async () => {
    const { url } = server();
    const app = await RawApp.registered(url);
    const twice = app.authorizationUrl();
    twice.searchParams.append('redirect_uri', 'https://evil.example/cb');
    expect((await openAuthorization(twice)).location).toContain('error=wrong_request');
    const form = new URLSearchParams([
      ['client_id', app.clientId],
      ['client_id', 'other'],
    ]);
    const answer = await fetch(`${url}/token`, { method: 'POST', body: form });
    expect([answer.status, JSON.parse(await answer.text()).error]).toEqual([400, 'invalid_request']);
    expect((await app.exchange('x'.repeat(20_000))).body.error).toBe('invalid_request');
  });

  test('nothing of the library is there but what the door shows', async () => {
    const { url } = server();
    const paths = [
      '/sign-up/email',
      '/sign-in/email',
      '/get-session',
      '/ok',
      '/error',
      '/oauth2/consent',
      '/oauth2/introspect',
      '/oauth2/create-client',
      '/oauth2/userinfo',
      '/admin/oauth2/create-client',
      '/authenticate-client',
      '/jwks',
      '/dashboard/api/session',
      '/v2/whoami',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(url + path, {
          method,
          ...(method === 'POST' && { body: '{}', headers: { 'content-type': 'application/json' } }),
        });
        expect(answer.status, `${method} ${path}`).toBe(404);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    }
  });

  test('pages of other sites, and other host names, are refused', async () => {
    const { url } = server();
    const foreign = await fetch(`${url}/token`, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(foreign.status).toBe(403);
  });
});
