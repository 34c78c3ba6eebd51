import { beforeAll, expect, it } from 'vitest';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import type { KeyContext } from '../../src/keys/lifecycle/key-context.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { realOutside } from '../../src/start/outside.ts';
import { briefAuthor } from '../audit/authors.ts';
import { Browser, type DashboardServer, joinAs, password, setUpOwner } from '../dashboard/dashboard-server.ts';
import { doorOf } from '../oauth/connect-server.ts';
import { connected } from '../oauth/connected.ts';
import { RawApp } from '../oauth/raw-app.ts';
import { testMailServers } from './mail-server.ts';

const dayMs = 86_400_000;

/** As the command line works, beside the server. */
async function besideServer({ store, ahead, secretsFile }: DashboardServer): Promise<KeyContext> {
  const secrets = await openSecrets({ path: secretsFile, store, randomBytes: realOutside.randomBytes });
  const now = () => Date.now() + ahead.ms;
  return {
    ...realOutside,
    now,
    store,
    secrets,
    author: briefAuthor(secrets),
    recovery: false,
    changed: () => undefined,
  };
}

testMailServers('owners are told by mail', ({ dashboard, mailbox }) => {
  let owner: Browser;
  let email: string;
  let second: { browser: Browser; email: string };

  beforeAll(async () => {
    ({ browser: owner, email } = await setUpOwner(dashboard(), 'Northlight'));
    second = await joinAs(dashboard(), owner, 'owner');
    await joinAs(dashboard(), owner, 'admin');
  });

  /** What an owner was told in mails whose subject begins so, once there are so many. */
  async function told(subject: string, address: string, count: number) {
    for (let total = 1; ; total += 1) {
      const mails = await mailbox().to(address, total);
      const found = mails.filter((mail) => mail.subject.startsWith(subject));
      if (found.length >= count) return found;
      total = mails.length;
    }
  }

  it('of a key that may write, whoever made it and wherever, and of none that only reads', async () => {
    const reads = (await owner.post('/api-keys', { name: 'only reads', scopes: ['read'] })).body.data;
    await owner.post('/api-keys', { name: 'may write', scopes: ['read', 'write'] });
    const [mail] = await told('A key that may write', email, 1);
    expect(mail?.body).toContain('“may write” of “Northlight” was made');
    expect(mail?.body).toContain('by owner, with the scopes read write');
    await told('A key that may write', second.email, 1);

    const [organization] = (await owner.get('/session')).body.data.organizations;
    const context = await besideServer(dashboard());
    const wish = { organizationId: organization.id, name: 'by hand', scopes: ['admin'], createdBy: 'cli' };
    await createKey(context, wish);
    const [, byHand] = await told('A key that may write', email, 2);
    expect(byHand?.body).toContain('by cli');

    await owner.send('PATCH', `/api-keys/${reads.id}`, { name: 'still reads' });
    await owner.send('PATCH', `/api-keys/${reads.id}`, { scopes: ['read', 'write'] });
    const [widened] = await told('A key got other scopes', email, 1);
    expect(widened?.body).toContain('“still reads” of “Northlight” was given the scopes read write');
    await owner.post(`/api-keys/${reads.id}/rotate`, {});
    await told('A key that may write', email, 3);
    expect(mailbox().received.filter(({ body }) => body.includes('only reads'))).toEqual([]);
    expect(mailbox().received.filter(({ to }) => to.startsWith('admin'))).toHaveLength(1);
  });

  it('of a key that expires in a week, once, unless it was made for less', async () => {
    const { ahead } = dashboard();
    const inDays = (days: number) => new Date(Date.now() + ahead.ms + days * dayMs).toISOString();
    await owner.post('/api-keys', { name: 'for a month', scopes: ['read'], expires_at: inDays(30) });
    await owner.post('/api-keys', { name: 'for a day', scopes: ['read'], expires_at: inDays(23.5) });
    ahead.ms += 23 * dayMs + 3_600_000;
    await owner.post('/session/sign-in', { email, password });
    await owner.post('/api-keys', { name: 'for some days', scopes: ['read'], expires_at: inDays(5) });
    const mails = await told('A key expires soon', email, 2);
    expect(mails.map(({ body }) => /“(for [\w ]+)”/.exec(body)?.[1]).sort()).toEqual(['for a day', 'for a month']);
    await told('A key expires soon', second.email, 2);
    ahead.ms += 2 * 3_600_000;
    await owner.post('/api-keys', { name: 'after all that', scopes: ['write'] });
    await told('A key that may write', email, 4);
    expect(await told('A key expires soon', email, 2)).toHaveLength(2);
  });
});

testMailServers('a sign-in from a new place', ({ dashboard, mailbox }) => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

  it('is told to the person and to the owners, and one from a known place to nobody', async () => {
    const { browser: owner, email: ownerEmail } = await setUpOwner(dashboard());
    const { email } = await joinAs(dashboard(), owner, 'viewer');
    const comes = async (address: string, agent: string) => {
      const headers = { 'X-Forwarded-For': address, 'User-Agent': agent };
      const { status } = await new Browser(dashboard()).send('POST', '/session/sign-in', { email, password }, headers);
      expect(status).toBe(200);
    };
    const places = () =>
      mailbox()
        .received.filter(({ to, subject }) => to === email && subject === 'A sign-in from a new place')
        .map(({ body }) => /seen before: ([^\n]*?)\.\s/.exec(body)?.[1]);
    await comes('192.0.2.7', chrome);
    await mailbox().to(email, 2);
    await comes('192.0.2.200', chrome.replace('140.0', '141.0'));
    await comes('192.0.3.7', chrome);
    await comes('192.0.2.7', firefox);
    await comes('2001:db8:1:2:3::4', firefox);
    await mailbox().to(email, 5);
    await comes('2001:db8:1:ffff::1', firefox);
    expect(places()).toEqual([
      '192.0.2.0/24, Chrome',
      '192.0.3.0/24, Chrome',
      '192.0.2.0/24, Firefox',
      '2001:db8:1::/48, Firefox',
    ]);
    const [, mail] = await mailbox().to(ownerEmail, 4);
    expect(mail?.body).toContain('Somebody signed in to the account of viewer');
    // What was long ago is new again.
    dashboard().ahead.ms += 91 * dayMs;
    await comes('192.0.3.7', chrome);
    await mailbox().to(email, 6);
    expect(places()).toHaveLength(5);
  });
});

testMailServers(
  'where anybody may sign up, notices',
  ({ dashboard, mailbox }) => {
    it('go to proven addresses alone', async () => {
      const { browser, email } = await setUpOwner(dashboard());
      await browser.post('/api-keys', { name: 'before', scopes: ['write'] });
      const { read } = dashboard().store;
      /** Until the sender has read the trail up to this key. */
      const passedBy = async () => {
        for (;;) {
          const place = await read
            .selectFrom('instance_facts')
            .select('value')
            .where('name', '=', 'mail_trail_seq')
            .executeTakeFirst();
          const made = await read
            .selectFrom('audit_events')
            .select('seq')
            .where('event', '=', 'key.created')
            .executeTakeFirst();
          if (made !== undefined && Number(place?.value) >= made.seq) return;
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      await passedBy();
      await browser.post('/session/address-proof');
      const [proof] = await mailbox().to(email);
      expect((await browser.post('/session/address-proof/finish', { token: proof?.link.split('#')[1] })).status).toBe(
        204,
      );
      await browser.post('/api-keys', { name: 'after', scopes: ['write'] });
      const [, mail] = await mailbox().to(email, 2);
      expect(mail?.body).toContain('“after”');
    });
  },
  { SIGN_UP: 'open' },
);

testMailServers(
  'an app that is connected',
  ({ dashboard, mailbox }) => {
    it('is told to the owners where it may write, whoever let it in, and to nobody where it only reads', async () => {
      const { browser: owner, email } = await setUpOwner(dashboard(), 'Northlight');
      const { browser: member } = await joinAs(dashboard(), owner, 'member');
      const door = doorOf(dashboard().server);
      const named = (client_name: string) => RawApp.registered(door.url, { client_name });
      await connected(door, member, { scope: 'read' }, await named('Only reads'));
      // What it calls itself is somebody's text: no address, no second line.
      await connected(door, member, { scope: 'write' }, await named('Claude\nsee https://evil.example/x'));
      await connected(door, owner, { scope: 'admin' }, await named('Does all'));
      const about = 'An app that may write was connected in Northlight';
      const told = () => mailbox().received.filter(({ to, subject }) => to === email && subject === about);
      await expect.poll(() => told().length, { timeout: 10_000 }).toBe(2);
      const [written, all] = ['Claude', 'Does all'].map(
        (name) => told().find(({ body }) => body.includes(`“${name}`))?.body,
      );
      expect(written).toContain(
        'The app “Claude see https: //evil. example/x” (not verified) was let in to “Northlight”',
      );
      expect(written).toContain('by member, with the scopes read write.');
      expect(written).toContain('Its answers go to 127. 0. 0. 1.');
      expect(all).toContain('“Does all”');
      expect(mailbox().received.filter(({ body }) => body.includes('Only reads'))).toEqual([]);
      expect(mailbox().received.filter(({ to }) => to.startsWith('member'))).toHaveLength(1);
    });
  },
  { CONNECT_PORT: '0' },
);
