import { beforeAll, expect, it } from 'vitest';
import {
  Browser,
  joinAs,
  openDashboardServer,
  password,
  setUpOwner,
  someone,
  testDashboards,
  tokenOf,
} from './dashboard-server.ts';

testDashboards('a session', (dashboard) => {
  let owner: { browser: Browser; email: string };

  beforeAll(async () => {
    owner = await setUpOwner(dashboard());
  });

  const signIn = (browser: Browser, email: string, secret = password) =>
    browser.post('/session/sign-in', { email, password: secret });

  it('comes in a cookie that no script reads and no other site sends', async () => {
    const answer = await signIn(new Browser(dashboard()), owner.email);
    const lines = answer.headers.getSetCookie();
    expect(lines.map((line) => line.split('=')[0])).toEqual([
      'creatoraudit.session_token',
      'creatoraudit.known_browser',
    ]);
    expect(lines[0]).toMatch(/^creatoraudit\.session_token=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is refused alike for a wrong password and an unknown address', async () => {
    const wrong = await signIn(new Browser(dashboard()), owner.email, 'not the password');
    const unknown = await signIn(new Browser(dashboard()), someone().email);
    expect([wrong.status, wrong.body.detail]).toEqual([401, unknown.body.detail]);
    dashboard().ahead.ms += 31_000;
  });

  it('takes an address in any case', async () => {
    expect((await signIn(new Browser(dashboard()), owner.email.toUpperCase())).status).toBe(200);
  });

  it('begins under a new token, and ends the one that was there', async () => {
    const browser = new Browser(dashboard());
    await signIn(browser, owner.email);
    const before = browser.cookieHeader;
    await signIn(browser, owner.email);
    expect(browser.cookieHeader).not.toBe(before);
    const old = await browser.send('GET', '/session', undefined, { Cookie: before });
    expect(old.body.data.person).toBeNull();
  });

  it('keeps no token that somebody else chose', async () => {
    const browser = new Browser(dashboard());
    browser.cookies.set('creatoraudit.session_token', 'chosen-by-an-attacker');
    await signIn(browser, owner.email);
    expect(browser.cookieHeader).not.toContain('chosen');
    expect((await browser.get('/session')).body.data.person.email).toBe(owner.email);
  });

  it('ends with sign-out, for whoever still holds the cookie too', async () => {
    const browser = new Browser(dashboard());
    await signIn(browser, owner.email);
    const kept = browser.cookieHeader;
    expect((await browser.post('/session/sign-out')).status).toBe(204);
    expect([...browser.cookies.keys()]).toEqual(['creatoraudit.known_browser']);
    expect((await browser.send('GET', '/members', undefined, { Cookie: kept })).status).toBe(401);
    expect((await browser.post('/session/sign-out')).status).toBe(204);
    await signIn(browser, owner.email);
    const both = await Promise.all([1, 2].map(() => browser.post('/session/sign-out')));
    expect(both.map(({ status }) => status)).toEqual([204, 204]);
  });

  it('ends when its time is over', async () => {
    const browser = new Browser(dashboard());
    await signIn(browser, owner.email);
    await dashboard()
      .store.write.updateTable('dashboard_sessions')
      .set({ expires_at: new Date(Date.now() - 1000).toISOString() })
      .execute();
    expect((await browser.get('/members')).status).toBe(401);
    await signIn(owner.browser, owner.email);
  });

  it('changes its password only with the present one, and all other sessions end', async () => {
    const { browser, email } = await joinAs(dashboard(), owner.browser, 'member');
    const elsewhere = new Browser(dashboard());
    await signIn(elsewhere, email);
    const next = 'another long password';
    const wrong = await browser.post('/session/password', { current_password: 'wrong', new_password: next });
    expect(wrong.status).toBe(403);
    expect((await browser.post('/session/password', { current_password: password, new_password: next })).status).toBe(
      204,
    );
    expect((await browser.get('/members')).status).toBe(200);
    expect((await elsewhere.get('/members')).status).toBe(401);
    expect((await signIn(new Browser(dashboard()), email)).status).toBe(401);
    dashboard().ahead.ms += 31_000;
    expect((await signIn(new Browser(dashboard()), email, next)).status).toBe(200);
  });

  it('moves between the organizations of its person', async () => {
    const first = (await owner.browser.get('/session')).body.data.organization;
    const second = (await owner.browser.post('/organizations', { name: 'Second' })).body.data;
    expect(second.organization).toMatchObject({ name: 'Second', role: 'owner' });
    expect(second.organizations.map(({ name }: { name: string }) => name)).toEqual(['First', 'Second']);
    expect((await owner.browser.get('/v2/whoami')).body.data.organization_name).toBe('Second');
    const back = await owner.browser.post('/session/organization', { organization_id: first.id });
    expect(back.body.data.organization.id).toBe(first.id);
    expect((await owner.browser.get('/session')).body.data.organization.id).toBe(first.id);
  });

  it('is of no use in a suspended organization', async () => {
    const at = new Date().toISOString();
    const { browser } = await joinAs(dashboard(), owner.browser, 'viewer');
    await dashboard()
      .store.write.updateTable('organizations')
      .set({ suspended_at: at })
      .where('name', '=', 'First')
      .execute();
    expect((await browser.get('/v2/whoami')).status).toBe(403);
    expect((await browser.get('/session')).status).toBe(200);
    await dashboard().store.write.updateTable('organizations').set({ suspended_at: null }).execute();
  });

  it('leaves no password in the log', () => {
    expect(dashboard().log()).not.toContain(password);
  });
});

it('has a secure cookie where the dashboard is reached by https', async () => {
  const dashboard = await openDashboardServer('sqlite', { PUBLIC_URL: 'https://gateway.example' });
  try {
    const token = tokenOf(dashboard.server.setupLink);
    const made = await new Browser(dashboard).send(
      'POST',
      '/setup',
      { ...someone(), token, organization_name: 'Acme' },
      { Origin: 'https://gateway.example' },
    );
    expect(made.headers.getSetCookie()[0]).toMatch(/^__Host-creatoraudit\.session_token=.*; Secure/);
    expect(dashboard.server.setupLink).toBeTruthy();
  } finally {
    await dashboard.stop();
  }
});
