import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { releaseAddress } from '../../src/dashboard/people/release-address.ts';
import { nobody } from '../audit/authors.ts';
import { writtenRows } from '../audit/written-rows.ts';
import { Browser, joinAs, password, setUpOwner, tokenOf } from '../dashboard/dashboard-server.ts';
import { testMailServers } from './mail-server.ts';

const other = 'quite another password';

testMailServers('a password that is reset by mail', ({ dashboard, mailbox }) => {
  let owner: Browser;
  let member: { browser: Browser; email: string };

  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
  });

  const visitor = () => new Browser(dashboard());
  let clients = 0;
  /** Each from a client of its own: how often one may ask has a test below. */
  const ask = (email: string, client = `198.51.100.${++clients}`) =>
    visitor().send('POST', '/session/password-reset', { email }, { 'X-Forwarded-For': client });
  const finish = (token: string, wanted = other) =>
    visitor().post('/session/password-reset/finish', { token, password: wanted });
  const signIn = (email: string, given: string) => visitor().post('/session/sign-in', { email, password: given });

  /** Somebody new, and the link that they were mailed. */
  async function asked(): Promise<string> {
    member = await joinAs(dashboard(), owner, 'member');
    const mails = (await mailbox().to(member.email)).length;
    expect((await ask(member.email)).status).toBe(204);
    const link = (await mailbox().to(member.email, mails + 1)).at(-1)?.link ?? '';
    expect(link).toContain('/reset#');
    return tokenOf(link);
  }

  it('is set once by the link, which ends every session and proves the address', async () => {
    const token = await asked();
    const preview = await visitor().post('/session/password-reset/preview', { token });
    expect(preview.body.data.email).toBe(member.email);
    expect((await finish(token)).status).toBe(204);
    expect([(await finish(token)).status, (await member.browser.get('/session/ways')).status]).toEqual([404, 401]);
    expect((await signIn(member.email, other)).body.data.person.address_proven).toBe(true);
    expect((await signIn(member.email, password)).status).toBe(401);
    const events = (await writtenRows(dashboard().store)).filter(({ facts }) => facts.includes('"way":"mail"'));
    expect(events.map(({ event }) => event)).toContain('member.password_set');
  });

  it('says the same for an address that nobody has, and sends nothing there', async () => {
    const nobody = `nobody-${randomUUID()}@example.com`;
    const [unknown, known] = [await ask(nobody), await ask(member.email)];
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    await mailbox().to(member.email, 3);
    expect(mailbox().received.filter(({ to }) => to === nobody)).toEqual([]);
    const left = await dashboard().store.read.selectFrom('mails').select('id').where('address', '=', nobody).execute();
    expect(left).toEqual([]);
  });

  it('asks for nothing by a link that is over, and takes no common password', async () => {
    const token = await asked();
    expect((await finish(token, '1234567890')).status).toBe(422);
    dashboard().ahead.ms += 31 * 60_000;
    for (const path of ['/session/password-reset/preview', '/session/password-reset/finish']) {
      const body = { token, ...(path.endsWith('finish') && { password: other }) };
      expect((await visitor().post(path, body)).status).toBe(404);
    }
    expect((await signIn(member.email, password)).status).toBe(200);
  });

  it('is void once the account has another address', async () => {
    const token = await asked();
    await releaseAddress(
      { store: dashboard().store, now: Date.now, newId: randomUUID, author: nobody, changed: () => undefined },
      member.email,
    );
    expect((await finish(token)).status).toBe(404);
  });

  it('is set by one of many who come at once', async () => {
    const token = await asked();
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => finish(token, `${other} ${index}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404]);
  });

  it('takes what was linked to an account whose address nobody had proven', async () => {
    const token = await asked();
    const { id } = (await member.browser.get('/session')).body.data.person;
    const link = { id: randomUUID(), issuer: 'https://login.example', subject: randomUUID(), person_id: id };
    await dashboard()
      .store.write.insertInto('provider_links')
      .values({ ...link, linked_at: new Date().toISOString() })
      .execute();
    expect((await finish(token)).status).toBe(204);
    const again = new Browser(dashboard());
    await again.post('/session/sign-in', { email: member.email, password: other });
    expect((await again.get('/session/ways')).body.data.provider_links).toEqual([]);
  });

  it('is in no log and in no table: neither link nor token nor the password of the SMTP server', async () => {
    const token = await asked();
    const { store, log } = dashboard();
    const rows = JSON.stringify([
      await store.read.selectFrom('mails').selectAll().execute(),
      await store.read.selectFrom('mail_links').selectAll().execute(),
      await writtenRows(store),
      await store.read.selectFrom('instance_facts').selectAll().execute(),
    ]);
    for (const secret of [token, 'smtp p@ssword', 'smtp%20p%40ssword']) {
      expect([rows.includes(secret), log().includes(secret)]).toEqual([false, false]);
    }
    const hash = (await store.read.selectFrom('mail_links').select('token_hash').execute()).at(-1)?.token_hash ?? '';
    expect((await finish(hash)).status).toBe(404);
    const mails = log()
      .split('\n')
      .filter((line) => line.includes('"msg":"mail"'));
    expect(mails.length).toBeGreaterThan(3);
    expect(mails.filter((line) => line.includes('@'))).toEqual([]);
  });

  it('is asked for by one client so often and not more, and an address gets five a day', async () => {
    const { email } = await joinAs(dashboard(), owner, 'viewer');
    const answers = [];
    for (let index = 0; index < 11; index += 1) answers.push((await ask(email, '203.0.113.9')).status);
    expect(answers).toEqual([...Array(10).fill(204), 429]);
    expect((await ask(email, '203.0.113.10')).status).toBe(204);
    await mailbox().to(email, 6);
    const kinds = await dashboard()
      .store.read.selectFrom('mails')
      .select('kind')
      .where('address', '=', email)
      .execute();
    expect(kinds.filter(({ kind }) => kind === 'password_reset')).toHaveLength(5);
  });
});

testMailServers('an address that is proven by mail', ({ dashboard, mailbox }) => {
  it('is so by the account that asked, in its own session, once', async () => {
    const { browser: owner } = await setUpOwner(dashboard());
    const { browser, email } = await joinAs(dashboard(), owner, 'member');
    const proven = async () => (await browser.get('/session')).body.data.person.address_proven;
    expect([(await browser.post('/session/address-proof')).status, await proven()]).toEqual([204, false]);
    const token = tokenOf((await mailbox().to(email, 2)).at(-1)?.link ?? '');
    // Whoever got it for somebody else's account, and any other kind of link.
    expect((await owner.post('/session/address-proof/finish', { token })).status).toBe(404);
    expect((await new Browser(dashboard()).post('/session/address-proof/finish', { token })).status).toBe(401);
    expect((await owner.post('/session/password-reset/finish', { token, password: other })).status).toBe(404);
    expect((await browser.post('/session/address-proof/finish', { token })).status).toBe(204);
    expect([(await browser.post('/session/address-proof/finish', { token })).status, await proven()]).toEqual([
      404,
      true,
    ]);
    const line = (await owner.get('/members')).body.data.find((member: { email: string }) => member.email === email);
    expect(line.address_proven).toBe(true);
  });
});

describe('a server that sends no mail', () => {
  it('says so, and posts nothing', async () => {
    const { openDashboardServer } = await import('../dashboard/dashboard-server.ts');
    const dashboard = await openDashboardServer('sqlite');
    const { browser, email } = await setUpOwner(dashboard);
    const session = (await browser.get('/session')).body.data;
    const invited = (await browser.post('/invitations', { email: 'max@example.com', role: 'viewer' })).body.data;
    const answers = [
      await new Browser(dashboard).post('/session/password-reset', { email }),
      await browser.post('/session/address-proof'),
    ];
    const rows = await dashboard.store.read.selectFrom('mails').select('id').execute();
    const places = await dashboard.store.read.selectFrom('sign_in_places').select('place').execute();
    await dashboard.stop();
    expect([session.sends_mail, invited.mailed, answers.map(({ status }) => status)]).toEqual([
      false,
      false,
      [404, 404],
    ]);
    expect([rows, places]).toEqual([[], []]);
  });
});
