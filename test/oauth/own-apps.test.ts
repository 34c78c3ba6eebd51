import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addSecrets } from '../../src/keys/add-secrets.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { writeClient } from '../../src/oauth/clients/client-rows.ts';
import { createConnectSweep } from '../../src/oauth/sweep.ts';
import { Browser, joinAs } from '../dashboard/dashboard-server.ts';
import { allow, openAuthorization, testConnect } from './connect-server.ts';
import { RawApp } from './raw-app.ts';

const redirectUri = 'https://reports.example/oauth/callback';
const wish = { name: 'Reports', redirect_uris: [redirectUri] };

/** What a client sends with its secret, in either way. */
const ways: Readonly<Record<string, (id: string, secret: string) => { form: Form; headers: Record<string, string> }>> =
  {
    'in the body': (_id, secret) => ({ form: { client_secret: secret }, headers: {} }),
    'in a header': (id, secret) => ({
      form: { client_id: null },
      headers: { authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString('base64')}` },
    }),
  };
type Form = Record<string, string | null>;

testConnect('an app that an owner sets up by hand', (server) => {
  async function made(over: Record<string, unknown> = {}) {
    const { status, body } = await server().owner.post('/own-apps', { ...wish, ...over });
    expect(status).toBe(201);
    const { id, client_secret: secret } = body.data;
    return { id, secret, app: new RawApp(server().url, id, redirectUri) };
  }
  const codeFor = async (app: RawApp, by = server().owner) =>
    (await allow(by, app.authorizationUrl())).searchParams.get('code') ?? '';

  test.each(Object.keys(ways))('proves itself by its secret %s, whatever it comes for', async (way) => {
    const { id, secret, app } = await made();
    expect(secret).toMatch(/^ca_ocs_[0-9A-Za-z]{49}$/);
    const { form, headers } = ways[way]?.(id, secret) ?? { form: {}, headers: {} };
    const first = await app.exchange(await codeFor(app), form, headers);
    expect(first.status).toBe(200);
    expect((await app.call(first.body.access_token)).status).toBe(200);
    const renewed = await app.refresh(first.body.refresh_token, form, undefined, headers);
    expect(renewed.status).toBe(200);
    // Without the secret nothing is given, taken back or told.
    expect((await app.refresh(renewed.body.refresh_token)).body.error).toBe('invalid_client');
    expect((await app.revoke(renewed.body.refresh_token)).body.error).toBe('invalid_client');
    expect((await app.call(renewed.body.access_token)).status).toBe(200);
    expect((await app.revoke(renewed.body.refresh_token, form, headers)).status).toBe(200);
    expect((await app.call(renewed.body.access_token)).status).toBe(401);
  });

  test('is refused with 401 for any other secret, and its code is not spent by whoever tries', async () => {
    const { id, secret, app } = await made();
    const other = await made();
    const code = await codeFor(app);
    const right = ways['in a header']?.(id, secret).headers ?? {};
    const wrong: readonly (readonly [string, Form, Record<string, string>])[] = [
      ['none', {}, {}],
      ['one of another app', { client_secret: other.secret }, {}],
      ['one that is changed', { client_secret: secret.replace(/.$/, (end: string) => (end === '0' ? '1' : '0')) }, {}],
      ['a word', { client_secret: 'secret' }, {}],
      ['one of another app in a header', {}, ways['in a header']?.(other.id, other.secret).headers ?? {}],
      ['its own under the id of another', {}, ways['in a header']?.(other.id, secret).headers ?? {}],
      ['no pair in a header', {}, { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }],
      ['a token', {}, { authorization: `Bearer ${secret}` }],
    ];
    for (const [what, form, headers] of wrong) {
      const answer = await app.exchange(code, form, headers);
      expect([what, answer.status, answer.body.error]).toEqual([what, 401, 'invalid_client']);
      const isBasic = /^Basic/.test(headers.authorization ?? '') && what !== 'no pair in a header';
      expect(answer.headers.get('www-authenticate'), what).toBe(isBasic ? 'Basic realm="CreatorAudit"' : null);
    }
    expect((await app.exchange(code, { client_secret: secret }, right)).body.error).toBe('invalid_request');
    // PKCE holds beside the secret.
    const stolen = await codeFor(app);
    expect((await app.exchange(stolen, { client_secret: secret, code_verifier: null })).status).toBe(400);
    expect((await app.exchange(code, {}, right)).status).toBe(200);
  });

  test('has its secret in the one answer that makes it, until it is given another', async () => {
    const { owner, dashboard, organizationId } = server();
    const { id, secret, app } = await made();
    const first = (await app.exchange(await codeFor(app), { client_secret: secret })).body;
    const renewed = await owner.post(`/own-apps/${id}/secret`, {});
    expect(renewed.status).toBe(201);
    const next = renewed.body.data.client_secret;
    expect(next).not.toBe(secret);
    expect((await app.refresh(first.refresh_token, { client_secret: secret })).status).toBe(401);
    expect((await app.refresh(first.refresh_token, { client_secret: next })).status).toBe(200);
    const listed = await owner.get('/own-apps');
    expect(listed.body.data[0]).toEqual({
      type: 'own_app',
      id,
      name: 'Reports',
      redirect_uris: [redirectUri],
      has_secret: true,
      created_at: expect.stringMatching(/^\d{4}-/),
    });
    const events = async () =>
      (await owner.get('/audit?limit=100')).body.data
        .filter(({ facts }: { facts?: { app?: string } }) => facts?.app === id)
        .map(({ event }: { event: string }) => event);
    await expect.poll(events, { timeout: 5_000 }).toEqual(['own_app.secret_renewed', 'own_app.created']);
    const tables = await dashboard.store.read.introspection.getTables();
    const rows = await Promise.all(
      tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(dashboard.store.read)),
    );
    const kept = JSON.stringify([rows, listed.body]) + dashboard.log();
    for (const one of [secret, next]) expect(kept).not.toContain(one.slice(7, 40));
    expect(organizationId).toBe(owner.shows);
  });

  test('goes on with its secret when the peppers are rotated, and is kept under the new one from its next use', async () => {
    const { dashboard } = server();
    const { id, secret, app } = await made();
    const { store, secretsFile: path } = dashboard;
    const hash = async () => {
      const kept = store.read.selectFrom('connect_clients').select('secret_hash').where('client_id', '=', id);
      return (await kept.executeTakeFirstOrThrow()).secret_hash;
    };
    const before = await hash();
    const proves = async () => {
      const now = new RawApp(server().url, id, app.redirectUri);
      return [(await now.revoke('x', { client_secret: secret })).status, await hash()];
    };
    expect(await proves()).toEqual([200, before]);
    await addSecrets({ path, secrets: await openSecrets({ path, store, randomBytes }), randomBytes });
    await dashboard.restart();
    const [status, moved] = await proves();
    expect([status, moved === before]).toEqual([200, false]);
    expect(await proves()).toEqual([200, moved]);
  });

  test('is answered at its own addresses alone', async () => {
    const { url, dashboard } = server();
    const { id } = await made();
    const elsewhere = [
      'https://reports.example/oauth/callback/',
      'https://reports.example:8443/oauth/callback',
      'https://reports.example./oauth/callback',
      'https://REPORTS.example/oauth/callback',
      'https://reports.example/oauth/callback?x=1',
      'https://reports.example/oauth%2Fcallback',
      'https://reports.example@evil.example/oauth/callback',
      'http://reports.example/oauth/callback',
      'http://127.0.0.1/oauth/callback',
    ];
    for (const wrong of elsewhere) {
      const { location } = await openAuthorization(new RawApp(url, id, wrong).authorizationUrl());
      expect(location, wrong).toMatch(/^http:\/\/[^/]+\/connect-app\?error=wrong_re(direct|quest)$/);
      expect(new URL(location).origin).toBe(dashboard.server.url);
    }
  });

  test('is let in by members of its organization, to that organization alone', async () => {
    const { owner, dashboard, organizationId } = server();
    const { secret, app } = await made();
    const { browser: viewer } = await joinAs(dashboard, owner, 'viewer');
    const created = await owner.post('/organizations', { name: 'Elsewhere' });
    const elsewhere = created.body.data.organization.id;
    owner.shows = organizationId;
    const { reference } = await openAuthorization(app.authorizationUrl());
    const opened = await owner.post('/connect-requests/open', { reference });
    expect(opened.body.data.client).toEqual({ name: 'Reports', host: null, organization_id: organizationId });
    const allowed = { reference, organization_id: elsewhere, scope: 'read' };
    expect((await owner.post('/connect-requests/allow', allowed)).status).toBe(403);
    const tokens = await app.exchange(await codeFor(app, viewer), { client_secret: secret });
    const called = await app.call(tokens.body.access_token);
    expect(called.body.result.structuredContent.data).toMatchObject({ organization_id: organizationId });
  });

  test('is set up, given another secret and removed by owners, of their own organization', async () => {
    const { owner, dashboard, organizationId } = server();
    const { id, secret, app } = await made();
    const tokens = (await app.exchange(await codeFor(app), { client_secret: secret })).body;
    for (const role of ['viewer', 'member', 'admin'] as const) {
      const { browser } = await joinAs(dashboard, owner, role);
      expect((await browser.get('/own-apps')).status).toBe(403);
      expect((await browser.post('/own-apps', wish)).status).toBe(403);
      expect((await browser.post(`/own-apps/${id}/secret`, {})).status).toBe(403);
      expect((await browser.send('DELETE', `/own-apps/${id}`)).status).toBe(403);
    }
    expect((await new Browser(dashboard).post('/own-apps', wish)).status).toBe(401);
    const created = await owner.post('/organizations', { name: 'Another' });
    owner.shows = created.body.data.organization.id;
    expect((await owner.get('/own-apps')).body.data).toEqual([]);
    expect((await owner.post(`/own-apps/${id}/secret`, {})).status).toBe(404);
    expect((await owner.send('DELETE', `/own-apps/${id}`)).status).toBe(404);
    owner.shows = organizationId;
    expect((await app.call(tokens.access_token)).status).toBe(200);
    expect((await owner.send('DELETE', `/own-apps/${id}`)).status).toBe(204);
    expect((await app.call(tokens.access_token)).status).toBe(401);
    expect(await app.refresh(tokens.refresh_token, { client_secret: secret })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await owner.send('DELETE', `/own-apps/${id}`)).status).toBe(404);
    expect((await openAuthorization(app.authorizationUrl())).location).toContain('error=unknown_app');
  });

  test('may be one without a secret, and stays whether or not it is used', async () => {
    const { owner, dashboard } = server();
    const { id, secret, app } = await made({ has_secret: false });
    expect(secret).toBeNull();
    expect((await app.exchange(await codeFor(app))).status).toBe(200);
    expect((await owner.post(`/own-apps/${id}/secret`, {})).status).toBe(409);
    const unused = await made();
    const sweep = createConnectSweep(
      dashboard.store,
      () => Date.now() + 400 * 86_400_000,
      () => undefined,
    );
    sweep.start();
    await sweep.stop();
    const left = (await owner.get('/own-apps')).body.data.map((one: { id: string }) => one.id);
    expect(left).toEqual(expect.arrayContaining([id, unused.id]));
  });

  test('is not set up with what is no name or no address, or beyond a bound', async () => {
    const { owner } = server();
    const wrong: readonly Record<string, unknown>[] = [
      { name: '' },
      { name: 'ca_ocs_abcdefgh' },
      { redirect_uris: [] },
      { redirect_uris: ['https://*.example/cb'] },
      { redirect_uris: ['http://reports.example/cb'] },
      { redirect_uris: ['https://a@reports.example/cb'] },
      { redirect_uris: ['javascript:alert(1)'] },
    ];
    for (const over of wrong) {
      const { status, body } = await owner.post('/own-apps', { ...wish, ...over });
      expect([JSON.stringify(over), status]).toEqual([JSON.stringify(over), 422]);
      expect(body.errors[0].field).toMatch(/^(name|redirect_uris)/);
    }
    const { dashboard, organizationId } = server();
    for (let count = 0; count < 50; count += 1) {
      const clientId = randomUUID();
      const facts = { clientId, name: 'x', redirectUris: [redirectUri], authentication: 'none' } as const;
      const origin = { kind: 'own', organizationId, secretHash: null } as const;
      await writeClient(dashboard.store.write, { ...facts, jwks: null, jwksUri: null }, origin, Date.now());
    }
    expect((await owner.post('/own-apps', wish)).status).toBe(409);
  });
});
