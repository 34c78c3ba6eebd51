import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allOperations } from '../../src/contract/operations.ts';
import { allows } from '../../src/contract/scope.ts';
import { atLeast, csrfHeader, dashboardApiBase, type Role, roles } from '../../src/dashboard/contract/route.ts';
import { allDashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { figure } from '../long/trials.ts';
import { Browser, joinAs, setUpOwner, testDashboards } from './dashboard-server.ts';

const someId = '6f1c8a52-0d0e-4b5e-9a3a-5b0c3a6d7e11';
const concrete = (path: string) => path.replace(/\{platform\}/, 'tiktok').replace(/\{\w+\}/g, someId);
/** What nobody may be asked to send before it is known that they may send it. */
const bodyFor = (method: string) => (method === 'GET' || method === 'DELETE' ? undefined : {});

testDashboards('whoever calls the dashboard API', (dashboard) => {
  const browsers = new Map<Role, Browser>();
  /** Of the table of role × route. */
  let cells = 0;
  afterAll(() => figure(`dashboard: ${cells} cells of role × route`));

  beforeAll(async () => {
    const { browser } = await setUpOwner(dashboard());
    browsers.set('owner', browser);
    for (const role of ['viewer', 'member', 'admin'] as const) {
      browsers.set(role, (await joinAs(dashboard(), browser, role)).browser);
    }
  });

  function browserOf(role: Role): Browser {
    const browser = browsers.get(role);
    if (browser === undefined) throw new Error(`nobody is ${role}`);
    return browser;
  }

  it('without a session gets 401 from everything that is not open', async () => {
    for (const route of allDashboardRoutes.filter(({ access }) => access !== 'open')) {
      const answer = await new Browser(dashboard()).send(route.method, concrete(route.path), bodyFor(route.method));
      expect([route.id, answer.status, answer.body.code]).toEqual([route.id, 401, 'UNAUTHORIZED']);
    }
  });

  it('with a made-up or an unsigned session gets 401', async () => {
    const [name = ''] = browserOf('owner').cookies.keys();
    const [token = ''] = (browserOf('owner').cookies.get(name) ?? '').split('.');
    for (const value of ['nonsense', token, `${token}.AAAA`]) {
      const browser = new Browser(dashboard());
      browser.cookies.set(name, value);
      expect([value, (await browser.get('/api-keys')).status]).toEqual([value, 401]);
    }
  });

  describe.each(roles)('as %s', (role) => {
    const routes = allDashboardRoutes.filter(({ access }) => access !== 'open' && access !== 'person');
    const allowed = routes.filter(({ access }) => access !== 'open' && access !== 'person' && atLeast(role, access));

    it('gets 403 from every route that needs more, whatever is sent', async () => {
      for (const route of routes.filter((one) => !allowed.includes(one))) {
        const answer = await browserOf(role).send(route.method, concrete(route.path), bodyFor(route.method));
        expect([route.id, answer.status, answer.body.code]).toEqual([route.id, 403, 'FORBIDDEN']);
        cells += 1;
      }
    });

    it('reads whatever the role may: a list is answered, an unknown id is 404', async () => {
      for (const route of allowed.filter(({ method, query }) => method === 'GET' && query.safeParse({}).success)) {
        const answer = await browserOf(role).get(concrete(route.path));
        expect([route.id, answer.status]).toEqual([route.id, route.path.includes('{') ? 404 : 200]);
      }
    });

    it('is let in by every route that the role suffices for: what is wrong with the input is said', async () => {
      const open = allDashboardRoutes.filter(({ access }) => access === 'person');
      for (const route of [...allowed, ...open]) {
        const answer =
          route.method === 'GET'
            ? await browserOf(role).get(`${concrete(route.path)}?not_a_field=1`)
            : await browserOf(role).send(route.method, concrete(route.path), { not_a_field: 1 });
        expect([route.id, answer.status, answer.body.code]).toEqual([route.id, 422, 'VALIDATION_ERROR']);
        cells += 1;
      }
    });

    it('has the scopes of the role on the v2 operations', async () => {
      const scopes = { viewer: ['read'], member: ['read', 'write'], admin: ['admin'], owner: ['admin'] } as const;
      for (const operation of allOperations) {
        if (operation.scope === 'open') continue;
        const answer = await browserOf(role).send(
          operation.method,
          `/v2${concrete(operation.path)}`,
          bodyFor(operation.method),
        );
        const refused = answer.body?.code === 'INSUFFICIENT_SCOPE';
        expect([operation.id, refused]).toEqual([operation.id, !allows(scopes[role], operation.scope)]);
        cells += 1;
      }
    });
  });

  it('makes no further organization, as only owners may', async () => {
    for (const role of ['viewer', 'member', 'admin'] as const) {
      expect([role, (await browserOf(role).post('/organizations', { name: 'Third' })).status]).toEqual([role, 403]);
    }
  });

  it('changes nothing from a foreign page, or without the header that only our page sends', async () => {
    const owner = browserOf('owner');
    const writes = [
      ...allDashboardRoutes.map(({ method, path }) => ({ method, path: concrete(path) })),
      ...allOperations
        .filter(({ scope }) => scope !== 'open')
        .map(({ method, path }) => ({ method, path: `/v2${concrete(path)}` })),
    ].filter(({ method }) => method !== 'GET');
    const foreign = [
      { [csrfHeader.name]: '' },
      { Origin: 'https://evil.example' },
      { Origin: 'http://127.0.0.1:1' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ];
    for (const { method, path } of writes) {
      for (const headers of foreign) {
        const answer = await owner.send(method, path, bodyFor(method), headers);
        expect([path, headers, answer.status]).toEqual([path, headers, 403]);
      }
    }
  });

  it('gets problem documents for what is not there, and no key helps', async () => {
    const owner = browserOf('owner');
    expect([(await owner.get('/nothing')).status, (await owner.send('PUT', '/session')).status]).toEqual([404, 405]);
    const created = (await owner.post('/api-keys', { name: 'no use here' })).body.data;
    const withKey = await fetch(`${dashboard().server.url}${dashboardApiBase}/v2/whoami`, {
      headers: { Authorization: `Bearer ${created.key}` },
    });
    expect(withKey.status).toBe(401);
    expect(withKey.headers.get('content-type')).toBe('application/problem+json');
  });
});
