import { beforeAll, expect, it, vi } from 'vitest';
import { writtenRows } from '../../audit/written-rows.ts';
import { Browser, type Json, joinAs, password, setUpOwner, tokenOf } from '../dashboard-server.ts';
import { arriveBy, guest, linkBy, type ProviderSetup, testWithProvider } from '../provider/guest.ts';

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const chrome =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36';

testWithProvider('the sessions of a person', (setup: () => ProviderSetup) => {
  let owner: Browser;
  beforeAll(async () => {
    owner = (await setUpOwner(setup().dashboard)).browser;
  });

  const dashboard = () => setup().dashboard;
  const list = async (browser: Browser): Promise<Json> => (await browser.get('/sessions')).body.data;
  const isIn = async (browser: Browser) => (await browser.get('/session')).body.data.person !== null;

  async function signedIn(email: string, agent: string): Promise<Browser> {
    const browser = new Browser(dashboard());
    const answer = await browser.send('POST', '/session/sign-in', { email, password }, { 'User-Agent': agent });
    expect(answer.status).toBe(200);
    return browser;
  }

  it('are listed with what they are, and no others', async () => {
    const { browser, email } = await joinAs(dashboard(), owner, 'viewer');
    await signedIn(email, firefox);
    const phone = await signedIn(email, chrome);
    const sessions = await list(phone);
    expect(sessions).toHaveLength(3);
    expect(sessions[0]).toMatchObject({
      browser: 'Chrome on Android',
      address_class: 'loopback',
      begun_by: 'password',
      is_this: true,
    });
    expect(sessions.slice(1).map(({ is_this }: Json) => is_this)).toEqual([false, false]);
    expect(sessions.map((each: Json) => each.browser)).toContain('Firefox on Windows');
    expect(await list(browser)).toHaveLength(3);
    const text = JSON.stringify(sessions);
    for (const { token } of await dashboard().store.read.selectFrom('dashboard_sessions').select('token').execute()) {
      expect(text).not.toContain(token);
    }
    expect(text).not.toContain('127.0.0.1');
  });

  it('say when they were used, to five minutes', async () => {
    const { browser, email } = await joinAs(dashboard(), owner, 'viewer');
    const other = await signedIn(email, firefox);
    const seen = async () => Date.parse((await list(browser)).find((each: Json) => !each.is_this).last_seen_at);
    const began = await seen();
    dashboard().ahead.ms += 1_000;
    await other.get('/session');
    await vi.waitFor(async () => expect(await seen()).toBeGreaterThan(began));
    const before = await seen();
    dashboard().ahead.ms += 60_000;
    await other.get('/session');
    expect(await seen()).toBe(before);
    dashboard().ahead.ms += 5 * 60_000;
    await other.get('/session');
    await vi.waitFor(async () => expect(await seen()).toBeGreaterThanOrEqual(before + 6 * 60_000));
  });

  it('end one by one, at once, and only by their own person', async () => {
    const { browser, email } = await joinAs(dashboard(), owner, 'viewer');
    const other = await signedIn(email, firefox);
    const { id } = (await list(browser)).find((each: Json) => !each.is_this);
    expect((await owner.send('DELETE', `/sessions/${id}`)).status).toBe(404);
    expect(await isIn(other)).toBe(true);
    expect((await browser.send('DELETE', `/sessions/${id}`)).status).toBe(204);
    expect(await isIn(other)).toBe(false);
    expect((await browser.send('DELETE', `/sessions/${id}`)).status).toBe(404);
    const rows = (await writtenRows(dashboard().store)).filter(({ event }) => event === 'session.ended');
    expect(rows.map(({ facts }) => JSON.parse(facts)).at(-1)).toEqual({ session: id, because: 'its person ended it' });
    // This one: it is signed out.
    const [own] = await list(browser);
    expect((await browser.send('DELETE', `/sessions/${own.id}`)).status).toBe(204);
    expect(browser.cookies.has('creatoraudit.session_token')).toBe(false);
    expect((await browser.get('/sessions')).status).toBe(401);
  });

  it('all end at once, and nobody else’s', async () => {
    const { browser, email } = await joinAs(dashboard(), owner, 'viewer');
    const others = [await signedIn(email, firefox), await signedIn(email, chrome)];
    expect((await browser.send('DELETE', '/sessions')).status).toBe(204);
    for (const each of [browser, ...others]) expect(await isIn(each)).toBe(false);
    expect(await isIn(owner)).toBe(true);
    const rows = (await writtenRows(dashboard().store)).filter(({ event }) => event === 'session.ended');
    expect(rows.map(({ facts }) => JSON.parse(facts)).at(-1)).toMatchObject({ sessions: '3' });
    expect(await isIn(await signedIn(email, firefox))).toBe(true);
  });

  it('are there for who has no password too, who comes by the provider', async () => {
    const email = `sso-${Math.random().toString(36).slice(2)}@example.com`;
    const person = guest(email);
    expect(await arriveBy(new Browser(dashboard()), setup().provider, person)).toContain('not_invited');
    const refused = async () =>
      (await writtenRows(dashboard().store)).filter(({ facts }) => /"at":"provider"/.test(facts));
    await vi.waitFor(async () => expect(await refused()).toMatchObject([{ event: 'sign_in.refused' }]));
    const invited = await owner.post('/invitations', { email, role: 'viewer' });
    const [one, two] = [new Browser(dashboard()), new Browser(dashboard())];
    expect(await arriveBy(one, setup().provider, person)).toBe('/');
    await one.post('/invitations/accept', { token: tokenOf(invited.body.data.link) });
    expect(await arriveBy(two, setup().provider, person)).toBe('/');
    expect((await list(two)).map(({ begun_by }: Json) => begun_by)).toEqual(['provider', 'provider']);
    const written = await writtenRows(dashboard().store);
    expect(written.map(({ event }) => event)).toContain('member.provider_linked');
    const begun = written.filter(({ event }) => event === 'session.begun').at(-1);
    expect(JSON.parse(begun?.facts ?? '{}')).toMatchObject({ by_way_of: 'provider', from: 'loopback' });
    // Another arrival in the same browser ends the session that was there.
    expect(await arriveBy(two, setup().provider, person)).toBe('/');
    expect(await list(two)).toHaveLength(2);
    expect((await two.send('DELETE', '/sessions')).status).toBe(204);
    expect([await isIn(one), await isIn(two)]).toEqual([false, false]);
    expect(await arriveBy(one, setup().provider, person)).toBe('/');
    expect(await isIn(one)).toBe(true);
  });

  it('by the provider make their browser known to the account, and linking leaves the session as it is', async () => {
    const { browser, email } = await joinAs(dashboard(), owner, 'viewer');
    const person = guest(email);
    const [before] = await list(browser);
    expect(await linkBy(browser, setup().provider, person, password)).toBe('/settings');
    expect((await list(browser))[0].id).toBe(before.id);
    const elsewhere = new Browser(dashboard());
    expect(await arriveBy(elsewhere, setup().provider, person)).toBe('/');
    await elsewhere.post('/session/sign-out');
    await new Browser(dashboard()).post('/session/sign-in', { email, password: 'a guess' });
    const byPassword = (who: Browser) => who.post('/session/sign-in', { email, password });
    expect((await byPassword(new Browser(dashboard()))).status).toBe(429);
    expect((await byPassword(elsewhere)).status).toBe(200);
    dashboard().ahead.ms += 31_000;
  });
});
