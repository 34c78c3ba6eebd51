import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeInAnHour } from '../../src/dashboard/auth/making-limit.ts';
import { dashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { mostKeys } from '../../src/keys/lifecycle/room.ts';
import { resumeOrganization, suspendOrganization } from '../../src/organizations/change.ts';
import { nobody } from '../audit/authors.ts';
import { cheapPasswords } from './cheap-passwords.ts';
import {
  type Answer,
  Browser,
  type DashboardServer,
  joinAs,
  openDashboardServer,
  password,
  setUpOwner,
  someone,
  testDashboards,
  tokenOf,
} from './dashboard-server.ts';

/** How each route that makes something is asked rightly. A new one is to be named here. */
const making: Readonly<Record<string, (by: Browser, id: string) => Promise<Answer>>> = {
  create_organization: (by) => by.post('/organizations', { name: 'More' }),
  create_api_key: (by) => by.post('/api-keys', { name: 'more' }),
  rotate_api_key: (by, id) => by.post(`/api-keys/${id}/rotate`, {}),
  fill_connect_key: (by) => by.post('/connect/key', { client: 'codex' }),
  create_own_app: (by) => by.post('/own-apps', { name: 'more', redirect_uris: ['https://app.example/callback'] }),
  create_invitation: (by) => by.post('/invitations', { email: someone().email, role: 'viewer' }),
  renew_invitation: (by, id) => by.post(`/invitations/${id}/renew`, {}),
  allow_connect_request: (by, id) =>
    by.post('/connect-requests/allow', { reference: id, organization_id: id, scope: 'read' }),
};
const makers = Object.values(dashboardRoutes).flatMap((route) => ('makes' in route ? [route] : []));

describe('what a person makes', () => {
  let dashboard: DashboardServer;
  let owner: Browser;
  let email: string;

  beforeAll(async () => {
    dashboard = await openDashboardServer('sqlite', {}, { passwords: cheapPasswords });
    ({ browser: owner, email } = await setUpOwner(dashboard));
  });
  afterAll(() => dashboard.stop());

  /** Of an id that is not there: what is over the limit is refused before it is looked up. */
  const ask = (id: string, by: Browser): Promise<Answer> => {
    const request = making[id];
    if (request === undefined) throw new Error(`${id} makes something: say in this file how it is asked`);
    return request(by, randomUUID());
  };

  it.each(makers)('by $id is limited by the hour, in all sessions together, and for nobody else', async (route) => {
    dashboard.ahead.ms += 61 * 60_000;
    const other = (await joinAs(dashboard, owner, 'owner')).browser;
    dashboard.ahead.ms += 61 * 60_000;
    for (let times = 0; times < madeInAnHour[route.makes]; times += 1) {
      expect((await ask(route.id, owner)).status).not.toBe(429);
    }
    const again = new Browser(dashboard);
    await again.post('/session/sign-in', { email, password });
    for (const session of [owner, again]) {
      const refused = await ask(route.id, session);
      expect([refused.status, refused.body.code]).toEqual([429, 'RATE_LIMITED']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    }
    expect((await ask(route.id, other)).status).not.toBe(429);
    dashboard.ahead.ms += 61 * 60_000;
    expect((await ask(route.id, owner)).status).not.toBe(429);
  });
});

testDashboards(
  'the keys of an organization',
  (dashboard) => {
    it('are at most 1,000, however they are made and at once, and those of another organization are no matter', async () => {
      const { browser } = await setUpOwner(dashboard());
      const { id } = (await browser.post('/api-keys', { name: 'first' })).body.data;
      const { write } = dashboard().store;
      const row = await write.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      const copies = Array.from({ length: mostKeys - 2 }, (_, n) => ({
        ...row,
        id: randomUUID(),
        lookup_hash: `copy ${n}`,
      }));
      while (copies.length > 0) await write.insertInto('api_keys').values(copies.splice(0, 100)).execute();
      const both = await Promise.all([1, 2].map((n) => browser.post('/api-keys', { name: `last ${n}` })));
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      const refused = [
        await browser.post('/api-keys', { name: 'one more' }),
        await browser.post(`/api-keys/${id}/rotate`, {}),
        await browser.post('/connect/key', { client: 'codex', make_new: true }),
      ];
      expect(refused.map(({ status }) => status)).toEqual([409, 409, 409]);
      expect(refused[0]?.body.detail).toContain('at most 1,000 keys');
      expect((await browser.get('/api-keys')).body.data).toHaveLength(mostKeys);
      await browser.send('DELETE', `/api-keys/${id}`);
      expect((await browser.post('/api-keys', { name: 'in its place' })).status).toBe(201);
      await browser.post('/organizations', { name: 'Another' });
      expect((await browser.post('/api-keys', { name: 'of another' })).status).toBe(201);
    });

    it('stay when whoever made them goes, and say so', async () => {
      const owner = new Browser(dashboard());
      const first = await dashboard()
        .store.read.selectFrom('people')
        .select('email')
        .where('name', '=', 'owner')
        .executeTakeFirstOrThrow();
      await owner.post('/session/sign-in', { email: first.email, password });
      await owner.post('/organizations', { name: 'Third' });
      await owner.post('/api-keys', { name: 'mine' });
      const admin = await joinAs(dashboard(), owner, 'admin');
      const made = await admin.browser.post('/api-keys', { name: 'theirs' });
      expect(made.body.data).toMatchObject({ created_by: 'admin', creator_left: false });
      await admin.browser.post('/organization/leave');
      const left = (await owner.get('/api-keys')).body.data.map(
        ({ name, created_by, creator_left, status }: Record<string, unknown>) => [
          name,
          created_by,
          creator_left,
          status,
        ],
      );
      expect(left).toEqual([
        ['theirs', 'admin', true, 'enabled'],
        ['mine', 'owner', false, 'enabled'],
      ]);
      const { url } = dashboard().server;
      const used = await fetch(`${url}/v2/whoami`, { headers: { Authorization: `Bearer ${made.body.data.key}` } });
      expect(used.status).toBe(200);
    });
  },
  { passwords: cheapPasswords },
);

describe.each(['invite', 'open'])('with SIGN_UP=%s', (SIGN_UP) => {
  it('people of a suspended organization make nothing new, whatever they are in it and wherever else', async () => {
    const dashboard = await openDashboardServer('sqlite', { SIGN_UP }, { passwords: cheapPasswords });
    try {
      const { browser: owner } = await setUpOwner(dashboard);
      const { id } = (await owner.get('/session')).body.data.organization;
      const viewer = await joinAs(dashboard, owner, 'viewer');
      const elsewhere = (await owner.post('/organizations', { name: 'Elsewhere' })).body.data.organization;
      const { link } = (await owner.post('/invitations', { email: viewer.email, role: 'owner' })).body.data;
      await viewer.browser.post('/invitations/accept', { token: tokenOf(link) });
      const operator = {
        store: dashboard.store,
        now: Date.now,
        newId: randomUUID,
        author: nobody,
        changed: () => undefined,
      };
      await suspendOrganization(operator, id);
      for (const browser of [owner, viewer.browser]) {
        const refused = await browser.post('/organizations', { name: 'Third' });
        expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('suspended')]);
        await browser.post('/session/organization', { organization_id: id });
        for (const [path, body] of [
          ['/api-keys', { name: 'new' }],
          ['/connect/key', { client: 'codex', make_new: true }],
          ['/invitations', { email: someone().email, role: 'viewer' }],
          ['/v2/creators', { name: 'New' }],
        ] as const) {
          expect([path, (await browser.post(path, body)).status]).toEqual([path, 403]);
        }
        await browser.post('/session/organization', { organization_id: elsewhere.id });
      }
      await resumeOrganization(operator, id);
      expect((await owner.post('/organizations', { name: 'Third' })).status).toBe(201);
    } finally {
      await dashboard.stop();
    }
  });
});
