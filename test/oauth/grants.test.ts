import { expect, test } from 'vitest';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { resumeOrganization, suspendOrganization } from '../../src/organizations/change.ts';
import { realOutside } from '../../src/start/outside.ts';
import { briefAuthor } from '../audit/authors.ts';
import { joinAs } from '../dashboard/dashboard-server.ts';
import { doorOf, testConnect } from './connect-server.ts';
import { connected } from './connected.ts';
import { RawApp, rpc } from './raw-app.ts';

const whoami = (answer: { body: { result?: { structuredContent?: { data?: unknown } } } }) =>
  answer.body.result?.structuredContent?.data;

testConnect('a grant', (server) => {
  test('speaks for one organization of its person, and two of one app for two', async () => {
    const { owner, organizationId } = server();
    const created = await owner.post('/organizations', { name: 'Second' });
    const second = created.body.data.organization.id;
    owner.shows = organizationId;
    const app = await RawApp.registered(server().url);
    const one = await connected(server(), owner, { organizationId, scope: 'read' }, app);
    const two = await connected(server(), owner, { organizationId: second, scope: 'write' }, app);
    expect(whoami(await app.call(one.accessToken))).toMatchObject({
      organization_id: organizationId,
      scopes: ['read'],
    });
    expect(whoami(await app.call(two.accessToken))).toMatchObject({
      organization_id: second,
      scopes: ['read', 'write'],
    });
    owner.shows = second;
    const [grant] = (await owner.get('/connected-apps')).body.data;
    expect(grant.client).toEqual({ name: 'Raw app', host: null });
    owner.shows = organizationId;
    expect((await owner.send('DELETE', `/connected-apps/${grant.id}`)).status).toBe(404);
    owner.shows = second;
    expect((await owner.send('DELETE', `/connected-apps/${grant.id}`)).status).toBe(204);
    expect((await app.call(two.accessToken)).status).toBe(401);
    expect((await app.call(one.accessToken)).status).toBe(200);
    owner.shows = organizationId;
  });

  test('may no more than the role of its person, shrinks with it, and ends when the person goes', async () => {
    const { owner, dashboard } = server();
    const { browser: member, email } = await joinAs(dashboard, owner, 'member');
    const refused = await RawApp.registered(server().url);
    await expect(connected(server(), member, { scope: 'admin' }, refused)).rejects.toThrow('403');
    const { app, accessToken, refreshToken } = await connected(server(), member, { scope: 'write' });
    const create = () => app.call(accessToken, 'create_creator', { name: 'Mara' });
    expect((await create()).body.result.isError).not.toBe(true);

    const id = (await owner.get('/members')).body.data.find((one: { email: string }) => one.email === email).id;
    expect((await owner.send('PATCH', `/members/${id}`, { role: 'viewer' })).status).toBe(200);
    expect(whoami(await app.call(accessToken))).toMatchObject({ scopes: ['read'] });
    // Its person cannot give it more now, so the app is not sent to ask: the model is told.
    expect(await create()).toMatchObject({ status: 200, body: { result: { isError: true } } });

    expect((await owner.send('DELETE', `/members/${id}`)).status).toBe(204);
    expect((await app.call(accessToken)).status).toBe(401);
    expect((await app.refresh(refreshToken)).body.error).toBe('invalid_grant');
  });

  test('is disabled and enabled by its person and by an owner, and by nobody else', async () => {
    const { owner, dashboard } = server();
    const { browser: viewer } = await joinAs(dashboard, owner, 'viewer');
    const { browser: other } = await joinAs(dashboard, owner, 'admin');
    const { app, accessToken } = await connected(server(), viewer);
    const own = (await viewer.get('/connected-apps')).body.data;
    expect(own).toHaveLength(1);
    const path = `/connected-apps/${own[0].id}`;
    expect((await other.get('/connected-apps')).body.data).toEqual([]);
    expect((await other.send('PATCH', path, { status: 'disabled' })).status).toBe(404);
    expect((await other.send('DELETE', path)).status).toBe(404);
    expect((await viewer.send('PATCH', path, { status: 'disabled' })).status).toBe(200);
    expect((await app.call(accessToken)).status).toBe(403);
    expect((await owner.send('PATCH', path, { status: 'enabled' })).status).toBe(200);
    expect((await app.call(accessToken)).status).toBe(200);
  });

  test('is refused while its organization is suspended', async () => {
    const { owner, dashboard } = server();
    const created = await owner.post('/organizations', { name: 'Paused' });
    const organizationId = created.body.data.organization.id;
    const { app, accessToken, refreshToken } = await connected(server(), owner, { organizationId });
    const { store } = dashboard;
    const secrets = await openSecrets({ path: dashboard.secretsFile, store, randomBytes: realOutside.randomBytes });
    const context = { store, now: Date.now, author: briefAuthor(secrets), changed: () => undefined };
    await suspendOrganization(context, organizationId);
    await expect.poll(async () => (await app.call(accessToken)).status, { timeout: 1_500 }).toBe(403);
    expect((await app.refresh(refreshToken)).body.error).toBe('invalid_grant');
    await resumeOrganization(context, organizationId);
    await expect.poll(async () => (await app.call(accessToken)).status, { timeout: 1_500 }).toBe(200);
  });

  test('that is removed is refused within a second at another process', async () => {
    const { owner, dashboard, organizationId } = server();
    owner.shows = organizationId;
    const node = await dashboard.node({ CONNECT_PORT: '0', PUBLIC_CONNECT_URL: server().url });
    const { app, accessToken } = await connected(server(), owner);
    const elsewhere = doorOf(node).listensAt;
    const at = () => rpc(elsewhere, accessToken, call, '/mcp');
    expect((await at()).status).toBe(200);
    const [{ id }] = (await owner.get('/connected-apps')).body.data;
    expect((await owner.send('DELETE', `/connected-apps/${id}`)).status).toBe(204);
    expect((await app.call(accessToken)).status).toBe(401);
    await expect.poll(async () => (await at()).status, { timeout: 1_100, interval: 50 }).toBe(401);
  });
});

const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_api_key_info', arguments: {} } };
