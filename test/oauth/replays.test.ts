import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { RunningServer } from '../../src/start/start-server.ts';
import { allow, doorOf, openAuthorization, openConnectServer, testConnect } from './connect-server.ts';
import { connected } from './connected.ts';
import { RawApp, register, rpc } from './raw-app.ts';

const who = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_api_key_info', arguments: {} } };

testConnect('what was copied', (server) => {
  let node: RunningServer | undefined;
  const elsewhere = async () => {
    node ??= await server().dashboard.node({ CONNECT_PORT: '0', PUBLIC_CONNECT_URL: server().url });
    return doorOf(node).listensAt;
  };

  test('of a code comes to nothing, at several processes at once too', async () => {
    const { owner, url } = server();
    const app = await RawApp.registered(url);
    const code = (await allow(owner, app.authorizationUrl())).searchParams.get('code') ?? '';
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: app.redirectUri,
      code_verifier: app.verifier,
    };
    const doors = [url, await elsewhere(), url, await elsewhere()];
    const answers = await Promise.all(doors.map((door) => app.post('/oauth2/token', form, door)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ status }) => status !== 200).map(({ body }) => body.error)).toEqual(
      Array(answers.length - given.length).fill('invalid_grant'),
    );
    for (const { body } of given) {
      expect((await app.refresh(body.refresh_token)).body.error).toBe('invalid_grant');
      for (const door of [url, await elsewhere()]) {
        await expect.poll(async () => (await rpc(door, body.access_token, who)).status, { timeout: 1_500 }).toBe(401);
      }
    }
  });

  test('of a refresh token ends the grant, at whichever process it comes', async () => {
    const { owner, dashboard, url } = server();
    const { app, refreshToken } = await connected(server(), owner);
    const renewed = (await app.refresh(refreshToken)).body;
    const again = (await app.refresh(renewed.refresh_token, {}, await elsewhere())).body;
    dashboard.ahead.ms += 31_000;
    expect((await app.refresh(refreshToken, {}, await elsewhere())).body.error).toBe('invalid_grant');
    expect((await rpc(url, again.access_token, who)).status).toBeOneOf([200, 401]);
    await expect.poll(async () => (await rpc(url, again.access_token, who)).status, { timeout: 1_500 }).toBe(401);
    expect((await app.refresh(again.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('of a token is none at a server of another name', async () => {
    const { owner, dashboard } = server();
    const { accessToken, refreshToken, app } = await connected(server(), owner);
    const other = await dashboard.node({ CONNECT_PORT: '0' });
    const { listensAt, url: named } = doorOf(other);
    expect(named).not.toBe(server().url);
    expect((await rpc(listensAt, accessToken, who)).status).toBe(401);
    expect((await app.refresh(refreshToken, { resource: `${server().url}/mcp` }, listensAt)).body.error).toBe(
      'invalid_target',
    );
    expect((await app.call(accessToken)).status).toBe(200);
  });
});

testConnect('a proof of who asked', (server) => {
  test.each([
    ['left out where the challenge was made plainly', { code_challenge_method: null }],
    ['asked for plainly', { code_challenge_method: 'plain' }],
    ['of a method of another case', { code_challenge_method: 's256' }],
    ['too short', { code_challenge: 'abc' }],
    ['no hash', { code_challenge: `${'a'.repeat(42)}=` }],
    ['empty', { code_challenge: '' }],
  ])('is not taken where it is %s', async (_what, over) => {
    const app = await RawApp.registered(server().url);
    const { location, reference } = await openAuthorization(app.authorizationUrl(over));
    expect(reference).toBe('');
    expect(new URL(location).searchParams.get('error')).toBe('invalid_request');
  });

  test('is what was hashed and nothing else', async () => {
    const { owner, url, dashboard } = server();
    dashboard.ahead.ms += 60_000;
    const app = await RawApp.registered(url);
    const challenge = createHash('sha256').update(app.verifier).digest('base64url');
    for (const code_verifier of [
      challenge,
      `${app.verifier}=`,
      app.verifier.toUpperCase(),
      app.verifier.slice(1),
      '',
    ]) {
      const code = (await allow(owner, app.authorizationUrl())).searchParams.get('code') ?? '';
      expect((await app.exchange(code, { code_verifier })).status).toBe(400);
      // Whoever guessed has used the code up.
      expect((await app.exchange(code)).body.error).toBe('invalid_grant');
    }
  });
});

testConnect('rights', (server) => {
  test('do not grow where a client renews its tokens and asks for more', async () => {
    const { owner } = server();
    const { app, refreshToken } = await connected(server(), owner, { scope: 'read' });
    const renewed = await app.refresh(refreshToken, { scope: 'read write admin offline_access' });
    expect(String(renewed.body.scope ?? '').split(' ')).not.toContain('write');
    const answer = await app.call(renewed.body.access_token, 'create_creator', { name: 'Mara' });
    expect(answer.status).toBe(403);
    const asked = await connected(server(), owner, { scope: 'read' });
    const info = (await asked.app.call(asked.accessToken)).body.result.structuredContent.data;
    expect(info.scopes).toEqual(['read']);
  });

  test('of a token are none in any place but one, at either door; and those of a key none at this one', async () => {
    const { owner, url, dashboard, organizationId } = server();
    const { accessToken, refreshToken } = await connected(server(), owner);
    const { key } = (await owner.post('/api-keys', { name: 'A key', scopes: ['read'] })).body.data;
    const first = dashboard.server.url;
    /** Whether the call was answered by what an organization has. */
    const isAnswered = async (door: string, path: string, headers: Record<string, string>) => {
      const json = { 'content-type': 'application/json', accept: 'application/json' };
      const init = { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(who) };
      return (await (await fetch(door + path, init)).text()).includes(organizationId);
    };
    const places = (secret: string): [string, Record<string, string>][] => [
      [`/mcp?api_key=${secret}`, {}],
      [`/mcp?access_token=${secret}`, {}],
      ['/mcp', { 'x-api-key': secret }],
      ['/mcp', { 'x-auth-token': secret }],
      ['/mcp', { 'x-creatoraudit-api-key': secret }],
      ['/mcp', { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` }],
      ['/mcp', { cookie: `access_token=${secret}` }],
    ];
    const byHeader = (secret: string) => ({ authorization: `Bearer ${secret}` });
    for (const secret of [accessToken, refreshToken, key]) {
      for (const [path, headers] of places(secret)) {
        expect([path, headers, await isAnswered(url, path, headers)]).toEqual([path, headers, false]);
        if (secret === key) continue;
        expect([path, headers, await isAnswered(first, path, headers)]).toEqual([path, headers, false]);
      }
    }
    expect(await isAnswered(url, '/mcp', byHeader(key))).toBe(false);
    for (const secret of [accessToken, refreshToken]) {
      expect(await isAnswered(first, '/mcp', byHeader(secret))).toBe(false);
    }
    expect(await isAnswered(url, '/mcp', byHeader(refreshToken))).toBe(false);
    expect(await isAnswered(url, '/mcp', byHeader(accessToken))).toBe(true);
    expect(await isAnswered(first, '/mcp', byHeader(key))).toBe(true);
  });
});

testConnect('the endpoints', (server) => {
  test('take a form and nothing that a page could send without asking', async () => {
    const { url } = server();
    const app = await RawApp.registered(url);
    const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id: app.clientId };
    const bodies: readonly (readonly [string, string])[] = [
      ['application/json', JSON.stringify(form)],
      ['text/plain', new URLSearchParams(form).toString()],
      ['multipart/form-data; boundary=x', '--x--'],
    ];
    for (const [type, body] of bodies) {
      const answer = await fetch(`${url}/token`, { method: 'POST', headers: { 'content-type': type }, body });
      expect([type, answer.status, JSON.parse(await answer.text()).error]).toEqual([type, 400, 'invalid_request']);
    }
    expect((await fetch(`${url}/token?${new URLSearchParams(form)}`)).status).toBe(405);
  });
});

test('more than so many apps do not register; those that an owner sets up are not among them', async () => {
  const server = await openConnectServer();
  const { owner, url, dashboard } = server;
  await sql`
    insert into connect_clients (id, client_id, redirect_uris, seen_at)
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 20000)
    select 'flood' || n, 'flood' || n, '["https://app.example/cb"]', '2100-01-01' from numbers
  `.execute(dashboard.store.write);
  const wish = { client_name: 'x', redirect_uris: ['https://app.example/cb'] };
  const answer = await register(url, wish);
  expect([answer.status, answer.body.error]).toEqual([429, 'temporarily_unavailable']);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await owner.post('/own-apps', { name: 'x', redirect_uris: wish.redirect_uris })).status).toBe(201);
  await server.stop();
});
