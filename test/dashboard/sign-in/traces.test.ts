import { beforeAll, expect, it, vi } from 'vitest';
import type { AuditContent } from '../../../src/store/schema.ts';
import { writtenRows } from '../../audit/written-rows.ts';
import { Browser, type Json, joinAs, password, setUpOwner, testDashboards } from '../dashboard-server.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

testDashboards('what signing in leaves behind', (dashboard) => {
  let owner: Browser;
  let organization: string;
  let them: { browser: Browser; email: string };
  let id: string;

  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
    them = await joinAs(dashboard(), owner, 'member');
    const session = (await them.browser.get('/session')).body.data;
    id = session.person.id;
    organization = session.organization.id;
  });

  const signIn = (browser: Browser, secret = password, email = them.email) =>
    browser.send('POST', '/session/sign-in', { email, password: secret }, { 'User-Agent': firefox });
  const factsOf = ({ facts }: AuditContent): Json => JSON.parse(facts);
  const rowsOf = async (event: string) => (await writtenRows(dashboard().store)).filter((row) => row.event === event);
  /** What is not in a transaction is written a moment later. */
  const eventually = (event: string, count: number) =>
    vi.waitFor(async () => {
      const rows = await rowsOf(event);
      expect(rows).toHaveLength(count);
      return rows;
    });

  it('is a row for each session that begins, in each organization of the person', async () => {
    const before = (await rowsOf('session.begun')).length;
    const browser = new Browser(dashboard());
    await signIn(browser);
    const rows = (await rowsOf('session.begun')).slice(before);
    expect(rows).toMatchObject([{ organization_id: organization, person_id: id }]);
    expect(rows.map(factsOf)).toEqual([
      { session: expect.any(String), by_way_of: 'password', from: 'loopback', browser: 'Firefox on Linux, new' },
    ]);
    await browser.post('/session/sign-out');
    await signIn(browser);
    expect((await rowsOf('session.begun')).map(factsOf).at(-1)).toMatchObject({ browser: 'Firefox on Linux, known' });
  });

  it('is a row for each wrong password, with the account and never the password', async () => {
    const secret = 'Tr0ub4dor and not the right one';
    expect((await signIn(new Browser(dashboard()), secret)).status).toBe(401);
    const [row] = await eventually('sign_in.refused', 1);
    expect(row).toMatchObject({ organization_id: organization, person_id: null, outcome: 'refused' });
    expect(row === undefined ? null : factsOf(row)).toEqual({
      person: id,
      from: 'loopback',
      browser: 'new',
      at: 'sign-in',
    });
    const wish = { current_password: secret, new_password: 'another long password' };
    await them.browser.post('/session/password', wish);
    const rows = await eventually('sign_in.refused', 2);
    expect(rows.map(factsOf).at(-1)).toMatchObject({ person: id, at: 'settings' });
    expect(JSON.stringify(await writtenRows(dashboard().store))).not.toContain('Tr0ub4dor');
    expect(dashboard().log()).not.toContain('Tr0ub4dor');
    dashboard().ahead.ms += 31_000;
  });

  it('is a row a minute of those who try addresses that have no account, and no such address', async () => {
    dashboard().ahead.ms += 61_000;
    const count = (await rowsOf('sign_in.refused')).length;
    for (let n = 0; n < 5; n += 1) await signIn(new Browser(dashboard()), 'hunter2 and more', `hunter${n}@example.com`);
    const rows = await eventually('sign_in.refused', count + 1);
    expect(rows.at(-1)).toMatchObject({ organization_id: null, person_id: null });
    expect(rows.map(factsOf).at(-1)).toMatchObject({ person: 'no account' });
    expect(JSON.stringify(await writtenRows(dashboard().store))).not.toContain('hunter');
  });

  it('is a row for each sign-out, change of password and of organization', async () => {
    const browser = new Browser(dashboard());
    await signIn(browser);
    const session = (await rowsOf('session.begun')).map(factsOf).at(-1).session;
    await browser.post('/session/sign-out');
    expect((await rowsOf('session.signed_out')).at(-1)).toMatchObject({ person_id: id, organization_id: organization });
    expect((await rowsOf('session.signed_out')).map(factsOf).at(-1)).toEqual({ session });

    const wish = { current_password: password, new_password: 'another long password' };
    expect((await them.browser.post('/session/password', wish)).status).toBe(204);
    const [changed] = await rowsOf('member.password_changed');
    expect(changed).toMatchObject({ person_id: id, organization_id: organization });
    expect(changed === undefined ? null : factsOf(changed)).toMatchObject({
      person: id,
      sessions_ended: expect.stringMatching(/^\d+$/),
    });

    const second = (await owner.post('/organizations', { name: 'Second' })).body.data.organization.id;
    await owner.post('/session/organization', { organization_id: organization });
    await owner.post('/session/organization', { organization_id: organization });
    await owner.post('/session/organization', { organization_id: second });
    expect((await rowsOf('session.moved')).map((row) => row.organization_id)).toEqual([organization, second]);
    await owner.post('/session/organization', { organization_id: organization });
  });

  it('is a row for a session that another sign-in in the same browser ends', async () => {
    const browser = new Browser(dashboard());
    await signIn(browser, 'another long password');
    await signIn(browser, 'another long password');
    expect((await rowsOf('session.ended')).map(factsOf).at(-1)).toMatchObject({
      because: expect.stringContaining('same browser'),
    });
  });

  it('is shown to the admins of the organization, as far as it is theirs', async () => {
    const shown = (await owner.get('/audit?event=sign_in.refused')).body.data;
    expect(shown.map(({ facts }: Json) => facts.person)).toEqual([id, id]);
  });

  it('is the id of the person in the log, at each door of the dashboard and from the sign-in on', async () => {
    const lineOf = async (requestId: string | null) => {
      await expect.poll(() => dashboard().log()).toContain(requestId ?? 'nothing');
      const line = dashboard()
        .log()
        .split('\n')
        .find((each) => each.includes(requestId ?? 'nothing'));
      return JSON.parse(line ?? '');
    };
    const browser = new Browser(dashboard());
    const signedIn = await signIn(browser, 'another long password');
    const answers = [
      signedIn,
      await browser.get('/session'),
      await browser.get('/v2/whoami'),
      await browser.post('/session/sign-out'),
    ];
    for (const { headers } of answers) {
      expect(await lineOf(headers.get('x-request-id'))).toMatchObject({ person_id: id });
    }
    for (const answer of [await browser.get('/session'), await signIn(browser, 'wrong')]) {
      expect(await lineOf(answer.headers.get('x-request-id'))).not.toHaveProperty('person_id');
    }
  });
});
