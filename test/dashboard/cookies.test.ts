import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieScope } from '../../src/dashboard/auth/cookie-scope.ts';
import { Browser, type DashboardServer, openDashboardServer, password, someone, tokenOf } from './dashboard-server.ts';
import { type OidcProvider, startOidcProvider } from './oidc-provider.ts';

const origin = 'https://gateway.example';

describe('a cookie of the dashboard, over https', () => {
  let provider: OidcProvider;
  let dashboard: DashboardServer;
  beforeAll(async () => {
    provider = await startOidcProvider();
    dashboard = await openDashboardServer('sqlite', {
      PUBLIC_URL: origin,
      OIDC_DISCOVERY_URL: provider.discoveryUrl,
      OIDC_CLIENT_ID: 'client',
      OIDC_CLIENT_SECRET: 'the provider gave it',
    });
  });
  afterAll(async () => {
    await dashboard.stop();
    await provider.stop();
  });

  it('is this host’s alone, whichever route sets it or takes it back, and is known again', async () => {
    const browser = new Browser(dashboard);
    const person = someone();
    const send = (method: string, path: string, body?: object) => browser.send(method, path, body, { Origin: origin });
    const token = tokenOf(dashboard.server.setupLink);
    const answers = [
      await send('POST', '/setup', { ...person, token, organization_name: 'Acme' }),
      await send('POST', '/session/sign-in', { email: person.email, password }),
      await send('POST', '/session/oidc'),
    ];
    expect((await browser.get('/session')).body.data.person.email).toBe(person.email);
    answers.push(await send('POST', '/session/sign-out'));
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 204]);
    for (const { headers } of answers) {
      const cookies = headers.getSetCookie();
      expect(cookies.length).toBeGreaterThan(0);
      for (const cookie of cookies) {
        expect(cookie).toMatch(/^__Host-creatoraudit\./);
        const attributes = cookie.toLowerCase().split('; ').slice(1);
        expect(attributes).toEqual(expect.arrayContaining(['path=/', 'httponly', 'secure', 'samesite=lax']));
        expect(attributes.some((attribute) => attribute.startsWith('domain'))).toBe(false);
      }
    }
  });
});

it('below a path of a host that others use too, a cookie of the dashboard keeps to that path', async () => {
  const dashboard = await openDashboardServer('sqlite', { PUBLIC_URL: 'https://tools.example/creatoraudit' });
  try {
    const token = tokenOf(dashboard.server.setupLink);
    const wish = { ...someone(), token, organization_name: 'Acme' };
    const made = await new Browser(dashboard).send('POST', '/setup', wish, { Origin: 'https://tools.example' });
    expect(made.status).toBe(201);
    const [cookie = ''] = made.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-creatoraudit\.session_token=/);
    expect(cookie.split('; ')).toEqual(expect.arrayContaining(['Path=/creatoraudit', 'HttpOnly', 'Secure']));
  } finally {
    await dashboard.stop();
  }
});

it.each([
  ['https://gateway.example', { prefix: '__Host-', secure: true, path: '/' }],
  ['https://gateway.example/', { prefix: '__Host-', secure: true, path: '/' }],
  ['https://tools.example/creatoraudit', { prefix: '__Secure-', secure: true, path: '/creatoraudit' }],
  ['https://tools.example/a/b/', { prefix: '__Secure-', secure: true, path: '/a/b' }],
  ['http://127.0.0.1:8787', { prefix: '', secure: false, path: '/' }],
  ['http://tools.internal/creatoraudit', { prefix: '', secure: false, path: '/creatoraudit' }],
])('under %s a cookie is as narrow as it can be: %j', (url, scope) => {
  expect(cookieScope(url)).toEqual(scope);
});
