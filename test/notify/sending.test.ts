import { beforeAll, expect, it } from 'vitest';
import { type Browser, setUpOwner, someone, tokenOf } from '../dashboard/dashboard-server.ts';
import { testMailServers } from './mail-server.ts';
import { reply } from './mailbox.ts';

const hourMs = 3_600_000;

testMailServers('a mail', ({ dashboard, mailbox }) => {
  let owner: Browser;
  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
  });

  async function invite(email = someone('guest').email) {
    const { status, body } = await owner.post('/invitations', { email, role: 'viewer' });
    expect([status, body.data.mailed]).toEqual([201, true]);
    return { email, link: String(body.data.link) };
  }

  const rowOf = (email: string) =>
    dashboard().store.read.selectFrom('mails').selectAll().where('address', '=', email).executeTakeFirstOrThrow();

  /** As soon as the sender has come to the end with it. */
  async function ended(email: string) {
    for (;;) {
      const row = await rowOf(email);
      if (row.settled_at !== null) return row;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function tried(email: string, tries: number) {
    for (;;) {
      const row = await rowOf(email);
      if (row.tries >= tries && row.state === 'waiting') return row;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('with an invitation holds the link that its maker was shown, and is an ordinary mail', async () => {
    const { email, link } = await invite();
    const [mail] = await mailbox().to(email);
    expect(mail?.link).toBe(link);
    expect(mail?.header('From')).toBe('CreatorAudit <gateway@northlight.example>');
    expect(mail?.header('Message-ID')).toMatch(/^<[0-9a-f-]{36}@northlight\.example>$/);
    expect(mail?.header('Auto-Submitted')).toBe('auto-generated');
    expect(mail?.header('Content-Type')).toContain('multipart/alternative');
    const row = await ended(email);
    expect([row.state, row.sealed_link, row.tries]).toEqual(['sent', null, 1]);
  });

  it('with a link waits sealed: neither its token nor its hash is there', async () => {
    mailbox().behave = () => Promise.reject(reply(421));
    const { email, link } = await invite();
    const waiting = await tried(email, 1);
    expect(waiting.sealed_link).not.toBeNull();
    expect(JSON.stringify(waiting)).not.toContain(tokenOf(link));
    mailbox().behave = () => undefined;
    dashboard().ahead.ms += 120_000;
    expect((await mailbox().to(email))[0]?.link).toBe(link);
  });

  it('shows what people chose as it is, in one line, and without a link of theirs', async () => {
    const name = `=?utf-8?q?x?= <b>"Evil"</b> http://evil.example/x bcc@evil.example \u202egnp${'é'.repeat(100)}`;
    expect((await owner.send('PATCH', '/organization', { name })).status).toBe(200);
    const { email } = await invite();
    const [mail] = await mailbox().to(email);
    const heads = (mail?.raw ?? '').split('\r\n\r\n')[0] ?? '';
    expect(heads.match(/^(To|Bcc|Cc|Subject|From):/gim)).toHaveLength(3);
    expect(mail?.subject).toMatch(
      /^Invitation to =\?utf-8\?q\?x\?= b "Evil" \/b http: \/\/evil\. example\/x bcc@ evil\. example gnpé+… at CreatorAudit$/,
    );
    expect(mail?.body).not.toMatch(/<b>|https?:\/\/evil|@evil|\u202e/);
    expect(mail?.body).toContain('&quot;Evil&quot;');
    await owner.send('PATCH', '/organization', { name: 'First' });
  });

  it('that is refused for now is tried again, later each time, as the same message', async () => {
    const { email } = await refusedInvite(() => reply(451));
    const first = await tried(email, 1);
    expect(Date.parse(first.next_try_at) - Date.now() - dashboard().ahead.ms).toBeGreaterThan(50_000);
    dashboard().ahead.ms += 61_000;
    const second = await tried(email, 2);
    expect(Date.parse(second.next_try_at) - Date.now() - dashboard().ahead.ms).toBeGreaterThan(100_000);
    mailbox().behave = () => undefined;
    dashboard().ahead.ms += 121_000;
    const [mail] = await mailbox().to(email);
    expect(mail?.header('Message-ID')).toContain(first.id);
    expect((await ended(email)).tries).toBe(3);
    expect(await mailbox().to(email)).toHaveLength(1);
  });

  /** An invitation to somebody whose every message is answered so. */
  async function refusedInvite(answer: () => Error) {
    const { email } = someone('refused');
    mailbox().behave = (stage, { envelope }) => {
      if (stage === 'message' && envelope.rcptTo.some(({ address }) => address === email)) throw answer();
    };
    return invite(email);
  }

  it('that is refused for good is given up at once', async () => {
    const { email } = await refusedInvite(() => reply(550));
    expect((await ended(email)).state).toBe('refused');
    mailbox().behave = () => undefined;
  });

  it('that nobody takes for a day is given up, and a log line and a metric say so', async () => {
    const { email } = await refusedInvite(() => reply(451));
    const { id } = await tried(email, 1);
    dashboard().ahead.ms += 23.5 * hourMs;
    await tried(email, 2);
    dashboard().ahead.ms += hourMs;
    expect((await ended(email)).state).toBe('given_up');
    mailbox().behave = () => undefined;
    // The row says it before the line is written.
    const line = new RegExp(`"mail":"${id}","kind":"invitation","outcome":"given_up".*"code":"451"`);
    await expect.poll(() => dashboard().log(), { timeout: 10_000 }).toMatch(line);
    const metrics = await (await fetch(dashboard().server.metricsUrl ?? '')).text();
    expect(metrics).toContain('creatoraudit_mails_total{kind="invitation",outcome="given_up"} 1');
  });

  it('is the twentieth of a day at most', async () => {
    const { email, link } = await invite();
    const { id } = (await owner.get('/invitations')).body.data.find((one: { email: string }) => one.email === email);
    const mailed = [];
    for (let index = 0; index < 20; index += 1) {
      mailed.push((await owner.post(`/invitations/${id}/renew`, {})).body.data.mailed);
    }
    expect(mailed).toEqual([...Array(19).fill(true), false]);
    expect(new Set((await mailbox().to(email, 20)).map((mail) => mail.link)).size).toBe(20);
    expect(link).toContain('/invite#');
    dashboard().ahead.ms += 24 * hourMs;
    expect((await owner.post(`/invitations/${id}/renew`, {})).body.data.mailed).toBe(true);
    await mailbox().to(email, 21);
  });

  it('is sent once by two servers on one database, and by the other when one ends', async () => {
    const node = await dashboard().node();
    const invited = await Promise.all(Array.from({ length: 10 }, () => invite()));
    for (const { email } of invited) expect(await mailbox().to(email)).toHaveLength(1);
    await dashboard().restart();
    const { email } = await invite();
    await mailbox().to(email);
    await node.stop();
    const again = await invite();
    expect(await mailbox().to(again.email)).toHaveLength(1);
    for (const { email: sent } of invited) expect(await mailbox().to(sent)).toHaveLength(1);
  });

  it('that a shutdown cuts off before its last line is sent after it, once', async () => {
    const { email } = someone('cut');
    const reached = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    mailbox().behave = async (stage, { envelope }) => {
      if (stage !== 'recipient' || !envelope.rcptTo.every(({ address }) => address === email)) return;
      reached.resolve();
      await held.promise;
    };
    await invite(email);
    await reached.promise;
    await dashboard().restart();
    held.resolve();
    mailbox().behave = () => undefined;
    await ended(email);
    expect(await mailbox().to(email)).toHaveLength(1);
  });
});
