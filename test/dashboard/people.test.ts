import { beforeAll, describe, expect, it } from 'vitest';
import { writtenRows } from '../audit/written-rows.ts';
import {
  Browser,
  type Json,
  joinAs,
  openDashboardServer,
  password,
  setUpOwner,
  someone,
  testDashboards,
  tokenOf,
} from './dashboard-server.ts';

testDashboards('people', (dashboard) => {
  let owner: Browser;
  let ownerEmail: string;

  beforeAll(async () => {
    const made = await setUpOwner(dashboard());
    owner = made.browser;
    ownerEmail = made.email;
  });

  async function invitationFor(email: string, role = 'member'): Promise<{ id: string; token: string }> {
    const { status, body } = await owner.post('/invitations', { email, role });
    expect(status).toBe(201);
    return { id: body.data.id, token: tokenOf(body.data.link) };
  }

  async function memberOf(email: string): Promise<Json> {
    return (await owner.get('/members')).body.data.find((member: { email: string }) => member.email === email);
  }

  const accept = (token: string, wish: object = { name: 'New', password }, browser = new Browser(dashboard())) =>
    browser.post('/invitations/accept', { token, ...wish });

  describe('an invitation', () => {
    it('brings a new person in, once, with the role and nothing more', async () => {
      const { email } = someone('new');
      const { token } = await invitationFor(email.toUpperCase(), 'viewer');
      const preview = await new Browser(dashboard()).post('/invitations/preview', { token });
      expect(preview.body.data).toMatchObject({ organization_name: 'First', email, role: 'viewer' });
      const [first, second] = await Promise.all([accept(token), accept(token)]);
      expect([first.status, second.status].sort()).toEqual([200, expect.toBeOneOf([401, 404, 409])]);
      const joined = first.status === 200 ? first : second;
      expect(joined.body.data).toMatchObject({ person: { email }, organization: { name: 'First', role: 'viewer' } });
      expect((await accept(token)).status).toBe(404);
      expect((await owner.get('/invitations')).body.data.map((open: { email: string }) => open.email)).not.toContain(
        email,
      );
    });

    it('needs a name and a password of somebody new', async () => {
      const { token } = await invitationFor(someone().email);
      expect((await accept(token, { name: 'New' })).body.errors[0].field).toBe('password');
      // Without a name it is the password of an account, which there is not: the same as a wrong one.
      expect((await accept(token, { password })).status).toBe(401);
      expect((await accept(token, { name: 'New', password: 'short' })).status).toBe(422);
    });

    it('is refused when it has expired', async () => {
      const { id, token } = await invitationFor(someone().email);
      const past = new Date(Date.now() - 1000).toISOString();
      await dashboard().store.write.updateTable('invitations').set({ expires_at: past }).where('id', '=', id).execute();
      expect((await accept(token)).status).toBe(404);
      expect((await new Browser(dashboard()).post('/invitations/preview', { token })).status).toBe(404);
      const listed = (await owner.get('/invitations')).body.data.find((open: { id: string }) => open.id === id);
      expect(listed.expired).toBe(true);
    });

    it('is refused when it was revoked, or never made', async () => {
      const { id, token } = await invitationFor(someone().email);
      expect((await owner.send('DELETE', `/invitations/${id}`)).status).toBe(204);
      expect((await owner.send('DELETE', `/invitations/${id}`)).status).toBe(404);
      for (const wrong of [token, 'nonsense', '6f1c8a52-0d0e-4b5e-9a3a-5b0c3a6d7e11']) {
        expect((await accept(wrong)).status).toBe(404);
      }
    });

    it('is refused to somebody who is signed in under another address, and waits for the right one', async () => {
      const { token } = await invitationFor(someone().email);
      const other = await joinAs(dashboard(), owner, 'viewer');
      const refused = await accept(token, {}, other.browser);
      expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
      expect((await accept(token)).status).toBe(200);
    });

    it('asks somebody with an account for its password, and moves the session there', async () => {
      const known = await joinAs(dashboard(), owner, 'viewer');
      const home = (await owner.get('/session')).body.data.organization.id;
      await owner.post('/organizations', { name: 'Elsewhere' });
      const { token } = await invitationFor(known.email, 'admin');
      expect((await accept(token, { password: 'not the password' })).status).toBe(401);
      dashboard().ahead.ms += 31_000;
      const joined = await accept(token, { password });
      expect(joined.body.data.organization).toMatchObject({ name: 'Elsewhere', role: 'admin' });
      expect(joined.body.data.organizations).toHaveLength(2);
      await owner.post('/session/organization', { organization_id: home });
    });

    it('is not made twice for one address, for a member, or for an owner by an admin', async () => {
      const { email } = someone();
      await invitationFor(email);
      expect((await owner.post('/invitations', { email, role: 'viewer' })).status).toBe(409);
      expect((await owner.post('/invitations', { email: ownerEmail, role: 'viewer' })).status).toBe(409);
      const admin = await joinAs(dashboard(), owner, 'admin');
      const refused = await admin.browser.post('/invitations', { email: someone().email, role: 'owner' });
      expect(refused.status).toBe(403);
    });

    it('goes with the rights of whoever made it', async () => {
      const admin = await joinAs(dashboard(), owner, 'admin');
      const invited = await admin.browser.post('/invitations', { email: someone().email, role: 'admin' });
      const { id } = await memberOf(admin.email);
      expect((await owner.send('PATCH', `/members/${id}`, { role: 'member' })).status).toBe(200);
      expect((await accept(tokenOf(invited.body.data.link))).status).toBe(404);
    });
  });

  describe('a role', () => {
    it('changes at once, in both directions', async () => {
      const person = await joinAs(dashboard(), owner, 'viewer');
      const { id } = await memberOf(person.email);
      expect((await person.browser.get('/api-keys')).status).toBe(403);
      await owner.send('PATCH', `/members/${id}`, { role: 'admin' });
      expect((await person.browser.post('/api-keys', { name: 'allowed' })).status).toBe(201);
      await owner.send('PATCH', `/members/${id}`, { role: 'viewer' });
      expect((await person.browser.get('/api-keys')).status).toBe(403);
    });

    it('of an owner is given, changed and taken by owners only', async () => {
      const admin = await joinAs(dashboard(), owner, 'admin');
      const you = await memberOf(ownerEmail);
      const self = await memberOf(admin.email);
      for (const [method, path, body] of [
        ['PATCH', `/members/${you.id}`, { role: 'viewer' }],
        ['DELETE', `/members/${you.id}`, undefined],
        ['PATCH', `/members/${self.id}`, { role: 'owner' }],
      ] as const) {
        expect([method, path, (await admin.browser.send(method, path, body)).status]).toEqual([method, path, 403]);
      }
    });

    it('of the last owner stays: not changed, not removed, not left; with another one it may go', async () => {
      const you = await memberOf(ownerEmail);
      expect((await owner.send('PATCH', `/members/${you.id}`, { role: 'admin' })).status).toBe(409);
      expect((await owner.send('DELETE', `/members/${you.id}`)).status).toBe(409);
      expect((await owner.post('/organization/leave')).status).toBe(409);
      const other = await joinAs(dashboard(), owner, 'owner');
      const them = await memberOf(other.email);
      const both = await Promise.all([
        owner.send('DELETE', `/members/${them.id}`),
        other.browser.send('DELETE', `/members/${you.id}`),
      ]);
      expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
      const members = await dashboard()
        .store.read.selectFrom('members')
        .selectAll()
        .where('role', '=', 'owner')
        .execute();
      const organization = await dashboard()
        .store.read.selectFrom('organizations')
        .select('id')
        .where('name', '=', 'First')
        .executeTakeFirstOrThrow();
      expect(members.filter(({ organization_id }) => organization_id === organization.id)).toHaveLength(1);
    });
  });
});

testDashboards('somebody who goes', (dashboard) => {
  it('is out at once, by leaving or by removal, and what was made stays', async () => {
    const { browser: owner } = await setUpOwner(dashboard());
    const leaver = await joinAs(dashboard(), owner, 'admin');
    const removed = await joinAs(dashboard(), owner, 'admin');
    await removed.browser.post('/api-keys', { name: 'made by somebody' });
    expect((await leaver.browser.post('/organization/leave')).body.data).toMatchObject({
      organization: null,
      organizations: [],
    });
    const members: Json[] = (await owner.get('/members')).body.data;
    const them = members.find(({ email }) => email === removed.email);
    expect((await owner.send('DELETE', `/members/${them.id}`)).status).toBe(204);
    for (const { browser } of [leaver, removed]) {
      browser.shows = owner.shows;
      expect((await browser.get('/api-keys')).status).toBe(403);
      expect((await browser.get('/v2/whoami')).status).toBe(403);
    }
    expect((await owner.get('/api-keys')).body.data).toMatchObject([{ created_by: 'admin' }]);
    const events = await writtenRows(dashboard().store);
    const names = events.map(({ event }) => event);
    expect(names).toEqual(
      expect.arrayContaining(['invitation.created', 'member.joined', 'member.left', 'member.removed']),
    );
  });
});

it('lets anybody make an organization of their own with SIGN_UP=open, once there is an owner', async () => {
  const dashboard = await openDashboardServer('sqlite', { SIGN_UP: 'open' });
  try {
    const wish = { ...someone(), organization_name: 'Theirs' };
    expect((await new Browser(dashboard).post('/session/sign-up', wish)).status).toBe(403);
    const { browser: owner, email } = await setUpOwner(dashboard);
    const browser = new Browser(dashboard);
    const signedUp = await browser.post('/session/sign-up', wish);
    expect(signedUp.body.data).toMatchObject({
      sign_up: 'open',
      organization: { name: 'Theirs', role: 'owner' },
      organizations: [{ name: 'Theirs' }],
    });
    const again = await new Browser(dashboard).post('/session/sign-up', { ...wish, organization_name: 'Twice' });
    expect([again.status, again.body.code]).toEqual([409, 'CONFLICT']);
    expect((await new Browser(dashboard).post('/session/sign-up', { ...wish, email })).status).toBe(409);
    expect((await browser.post('/organizations', { name: 'More' })).status).toBe(201);
    expect((await owner.get('/members')).body.data).toHaveLength(1);
  } finally {
    await dashboard.stop();
  }
});
