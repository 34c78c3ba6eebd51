import { afterAll, beforeAll, expect, it } from 'vitest';
import { dashboardApiBase } from '../../src/dashboard/contract/route.ts';
import {
  Browser,
  type DashboardServer,
  openDashboardServer,
  setUpOwner,
  someone,
  tokenOf,
} from './dashboard-server.ts';
import { type OidcPerson, type OidcProvider, startOidcProvider } from './oidc-provider.ts';

let provider: OidcProvider;
let dashboard: DashboardServer;

beforeAll(async () => {
  provider = await startOidcProvider();
  dashboard = await openDashboardServer('sqlite', {
    OIDC_DISCOVERY_URL: provider.discoveryUrl,
    OIDC_CLIENT_ID: 'client',
    OIDC_CLIENT_SECRET: 'the provider gave it',
    OIDC_LABEL: 'Acme login',
  });
});

afterAll(async () => {
  await dashboard.stop();
  await provider.stop();
});

function personAt(email: string, email_verified = true): OidcPerson {
  return { sub: `sub-${email}`, email, email_verified, name: 'From the provider' };
}

/** Goes to the provider and back; answers where the browser ends up. */
async function signInBy(browser: Browser, person: OidcPerson): Promise<string> {
  const started = await browser.post('/session/oidc');
  expect(started.status).toBe(200);
  const back = new URL(provider.signIn(started.body.data.url, person));
  expect(back.pathname).toBe(`${dashboardApiBase}/auth/callback/oidc`);
  const answer = await browser.send('GET', `/auth/callback/oidc${back.search}`);
  expect(answer.status).toBe(302);
  return answer.headers.get('location') ?? '';
}

it('makes nobody the owner: until there is one, the link of the start is the only way in', async () => {
  const browser = new Browser(dashboard);
  expect((await browser.get('/session')).body.data.oidc).toEqual({ label: 'Acme login' });
  expect(await signInBy(browser, personAt('early@example.com'))).toContain('?error=');
  expect((await browser.get('/session')).body.data.person).toBeNull();
});

it('lets in whoever was invited, under an address that the provider has verified', async () => {
  const { browser: owner } = await setUpOwner(dashboard);
  const { email } = someone('invited');
  const stranger = new Browser(dashboard);
  expect(await signInBy(stranger, personAt(email))).toContain('?error=');
  const { body } = await owner.post('/invitations', { email, role: 'viewer' });
  expect(await signInBy(stranger, personAt(email, false))).toContain('?error=');
  expect(await signInBy(stranger, personAt(email))).toBe(`${dashboard.server.url}/`);
  expect((await stranger.get('/session')).body.data).toMatchObject({ person: { email }, organization: null });
  const accepted = await stranger.post('/invitations/accept', { token: tokenOf(body.data.link) });
  expect(accepted.body.data.organization).toMatchObject({ name: 'First', role: 'viewer' });
});

it('takes nobody for a member by the address alone, however well it is verified', async () => {
  const browser = new Browser(dashboard);
  const people = await dashboard.store.read.selectFrom('people').select(['email', 'name']).execute();
  const email = people.find(({ name }) => name === 'owner')?.email ?? '';
  expect(await signInBy(browser, personAt(email, false))).toContain('?error=address_unverified');
  expect(await signInBy(browser, personAt(email))).toContain('?error=not_invited');
  expect((await browser.get('/session')).body.data.person).toBeNull();
});

it('is refused with a state that this browser did not begin with', async () => {
  const begun = await new Browser(dashboard).post('/session/oidc');
  const back = new URL(provider.signIn(begun.body.data.url, personAt('other@example.com')));
  const other = new Browser(dashboard);
  const answer = await other.send('GET', `/auth/callback/oidc${back.search}`);
  expect(answer.headers.get('location')).toContain('error=');
  expect((await other.get('/session')).body.data.person).toBeNull();
});

it('opens no other door of the library: none of its own routes is there', async () => {
  const browser = new Browser(dashboard);
  for (const path of ['/auth/sign-up/email', '/auth/sign-in/email', '/auth/get-session', '/auth/organization/create']) {
    expect([path, (await browser.post(path, {})).status]).toEqual([path, 404]);
  }
  expect(dashboard.log()).not.toContain('the provider gave it');
});
