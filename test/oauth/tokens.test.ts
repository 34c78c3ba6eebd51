import { expect, test } from 'vitest';
import { allow, doorOf, testConnect } from './connect-server.ts';
import { connected } from './connected.ts';
import { RawApp } from './raw-app.ts';

const minutes = 60_000;

testConnect('tokens', (server) => {
  test('are opaque, told apart from keys, and kept by nobody', async () => {
    const { owner, dashboard, url } = server();
    const app = await RawApp.registered(url);
    const back = await allow(owner, app.authorizationUrl());
    const answer = await app.exchange(back.searchParams.get('code') ?? '');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 1800 });
    const { access_token: access, refresh_token: refresh } = answer.body;
    expect(access).toMatch(/^ca_oat_[0-9A-Za-z]{49}$/);
    expect(refresh).toMatch(/^ca_ort_[0-9A-Za-z]{49}$/);
    expect(String(answer.body.scope).split(' ').sort()).toEqual(['offline_access', 'read']);
    const kept = JSON.stringify([
      await dashboard.store.read.selectFrom('connect_access_tokens').selectAll().execute(),
      await dashboard.store.read.selectFrom('connect_refresh_tokens').selectAll().execute(),
      await dashboard.store.read.selectFrom('verifications').selectAll().execute(),
    ]);
    for (const secret of [access, refresh, access.slice(7), refresh.slice(7)]) expect(kept).not.toContain(secret);
    for (const secret of [access, refresh, back.searchParams.get('code')])
      expect(dashboard.log()).not.toContain(secret);
  });

  test('are renewed once: of four at once all get the same answer, and so does one that comes a little later', async () => {
    const { owner, dashboard, url } = server();
    const { app, refreshToken } = await connected(server(), owner);
    const node = doorOf(await dashboard.node({ CONNECT_PORT: '0', PUBLIC_CONNECT_URL: url })).listensAt;
    const answers = await Promise.all([url, node, url, node].map((door) => app.refresh(refreshToken, {}, door)));
    const [first] = answers;
    expect(first?.status).toBe(200);
    for (const { body } of answers) expect(body).toEqual(first?.body);
    dashboard.ahead.ms += 20_000;
    expect((await app.refresh(refreshToken)).body).toEqual(first?.body);
    expect((await app.call(first?.body.access_token)).status).toBe(200);
  });

  test('end with the grant where a renewed one comes again, and no other grant of the app with them', async () => {
    const { owner, dashboard, url } = server();
    const app = await RawApp.registered(url);
    const one = await connected(server(), owner, {}, app);
    const two = await connected(server(), owner, {}, app);
    const renewed = (await app.refresh(one.refreshToken)).body;
    expect(renewed).toMatchObject({ token_type: 'Bearer', expires_in: 1800, scope: 'read offline_access' });
    dashboard.ahead.ms += 31_000;
    expect((await app.call(renewed.access_token)).status).toBe(200);
    expect(await app.post('/oauth2/token', { grant_type: 'refresh_token' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect(await app.refresh(one.refreshToken)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await app.call(renewed.access_token)).status).toBe(401);
    expect((await app.refresh(renewed.refresh_token)).body.error).toBe('invalid_grant');
    expect((await app.call(two.accessToken)).status).toBe(200);
    expect((await app.refresh(two.refreshToken)).status).toBe(200);
    const events = await dashboard.store.read
      .selectFrom('audit_pending')
      .selectAll()
      .execute()
      .then((rows) => JSON.stringify(rows));
    const placed = await dashboard.store.read.selectFrom('audit_events').select(['event', 'facts']).execute();
    expect(events + JSON.stringify(placed)).toContain('token_reused');
  });

  test('are over when their time is: an access token after half an hour, a grant 90 days after its last use', async () => {
    const { owner, dashboard } = server();
    const { app, accessToken, refreshToken } = await connected(server(), owner);
    expect((await app.call(accessToken)).status).toBe(200);
    dashboard.ahead.ms += 31 * minutes;
    const late = await app.call(accessToken);
    expect(late.status).toBe(401);
    expect(late.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", .*resource_metadata="/);
    const renewed = (await app.refresh(refreshToken)).body;
    expect((await app.call(renewed.access_token)).status).toBe(200);
    dashboard.ahead.ms += 91 * 24 * 60 * minutes;
    expect((await app.refresh(renewed.refresh_token)).body.error).toBe('invalid_grant');
    dashboard.ahead.ms = 0;
  });

  test('come once for a code, and go if it comes again', async () => {
    const { owner } = server();
    const app = await RawApp.registered(server().url);
    const back = await allow(owner, app.authorizationUrl());
    const code = back.searchParams.get('code') ?? '';
    const first = await app.exchange(code);
    expect((await app.call(first.body.access_token)).status).toBe(200);
    expect(await app.exchange(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await app.call(first.body.access_token)).status).toBe(401);
    expect((await app.refresh(first.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('come for no code that is a minute old', async () => {
    const { owner, dashboard } = server();
    const app = await RawApp.registered(server().url);
    const back = await allow(owner, app.authorizationUrl());
    dashboard.ahead.ms += 61_000;
    expect((await app.exchange(back.searchParams.get('code') ?? '')).body.error).toBe('invalid_grant');
  });

  test('are given back: an access token alone, a refresh token with all that came of it', async () => {
    const { owner } = server();
    const { app, accessToken, refreshToken } = await connected(server(), owner);
    expect((await app.revoke('ca_oat_nobodys')).status).toBe(200);
    const stranger = await RawApp.registered(server().url);
    expect((await stranger.revoke(accessToken)).status).toBe(200);
    expect((await app.call(accessToken)).status).toBe(200);
    expect((await app.revoke(accessToken)).status).toBe(200);
    expect((await app.call(accessToken)).status).toBe(401);
    const renewed = (await app.refresh(refreshToken)).body;
    expect((await app.revoke(renewed.refresh_token)).status).toBe(200);
    expect((await app.call(renewed.access_token)).status).toBe(401);
  });
});
