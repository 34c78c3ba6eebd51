import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { allOperations } from '../../src/contract/operations.ts';
import { organizationHeader } from '../../src/dashboard/contract/route.ts';
import { allDashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { type Answer, Browser, type Json, joinAs, password, setUpOwner, testDashboards } from './dashboard-server.ts';

const concrete = (path: string) => path.replace(/\{platform\}/, 'tiktok').replace(/\{\w+\}/g, randomUUID());
const bodyFor = (method: string) => (method === 'GET' || method === 'DELETE' ? undefined : {});

/** Everything that somebody who is signed in may ask for, by whether it is done in an organization. */
const person = allDashboardRoutes.filter(({ access }) => access === 'person');
const inOrganization = [
  ...allDashboardRoutes.filter(({ access }) => access !== 'open' && access !== 'person'),
  ...allOperations
    .filter(({ scope }) => scope !== 'open')
    .map(({ id, method, path }) => ({ id: `v2 ${id}`, method, path: `/v2${path}` })),
];

testDashboards('a request of a page', (dashboard) => {
  let owner: Browser;
  let first: string;
  let second: string;
  let foreign: string;

  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
    first = (await owner.get('/session')).body.data.organization.id;
    second = (await owner.post('/organizations', { name: 'Second' })).body.data.organization.id;
    foreign = (await owner.post('/organizations', { name: 'Foreign' })).body.data.organization.id;
    await dashboard().store.write.deleteFrom('members').where('organization_id', '=', foreign).execute();
    await owner.post('/session/organization', { organization_id: first });
  });

  /** What a page sends that shows `organization`, or (null) a request from before there was such a header. */
  function from(organization: string | null, method: string, path: string, body?: unknown): Promise<Answer> {
    owner.shows = organization;
    return owner.send(method, path, body ?? bodyFor(method));
  }

  it('is refused where it says no organization, whatever it asks for in one', async () => {
    for (const { id, method, path } of inOrganization) {
      for (const shown of [null, '']) {
        const { status, body } = await from(shown, method, concrete(path));
        expect([id, status, body.code]).toEqual([id, 400, 'BAD_REQUEST']);
        expect(body.detail).toContain(organizationHeader);
      }
    }
  });

  it('is refused in an organization that the person is not in, as in one that never was', async () => {
    for (const { id, method, path } of [...inOrganization, ...person]) {
      const details = new Set<string>();
      for (const shown of [foreign, randomUUID(), 'nonsense', `${first}, ${second}`, first.toUpperCase()]) {
        const { status, body } = await from(shown, method, concrete(path));
        expect([id, shown, status, body.code]).toEqual([id, shown, 403, 'FORBIDDEN']);
        details.add(body.detail);
      }
      expect([id, details.size]).toEqual([id, 1]);
    }
  });

  it('needs no organization for what a person does for themselves', async () => {
    for (const { id, method, path } of person) {
      const { status } =
        method === 'GET'
          ? await from(null, method, `${concrete(path)}?not_a_field=1`)
          : await from(null, method, concrete(path), { not_a_field: 1 });
      expect([id, status]).toEqual([id, 422]);
    }
  });

  it('acts in the organization that its page shows, wherever the session was moved since', async () => {
    owner.shows = first;
    await owner.post('/session/organization', { organization_id: second });
    const made = await from(first, 'POST', '/api-keys', { name: 'of the first' });
    await from(second, 'POST', '/v2/creators', { name: 'Of the second' });
    const names = async (shown: string, path: string): Promise<string[]> =>
      (await from(shown, 'GET', path)).body.data.map(({ name }: Json) => name);
    expect([await names(first, '/api-keys'), await names(second, '/api-keys')]).toEqual([['of the first'], []]);
    expect([await names(first, '/v2/creators'), await names(second, '/v2/creators')]).toEqual([[], ['Of the second']]);
    expect((await from(second, 'DELETE', `/api-keys/${made.body.data.id}`)).status).toBe(404);
    expect((await from(first, 'GET', '/v2/whoami')).body.data.organization_name).toBe('First');
    // The page is led where the session is.
    expect((await from(first, 'GET', '/session')).body.data.organization.name).toBe('Second');
  });

  describe('by somebody who is removed', () => {
    const remove = async (email: string) => {
      const members: Json[] = (await from(first, 'GET', '/members')).body.data;
      const id = members.find((member) => member.email === email)?.id;
      expect((await from(first, 'DELETE', `/members/${id}`)).status).toBe(204);
    };

    it('is answered that they are out, and leads to no other organization unless they choose one', async () => {
      owner.shows = first;
      const guest = await joinAs(dashboard(), owner, 'member');
      owner.shows = second;
      const invited = await owner.post('/invitations', { email: guest.email, role: 'viewer' });
      const token = String(invited.body.data.link).split('#')[1];
      await guest.browser.post('/invitations/accept', { token });
      await guest.browser.post('/session/organization', { organization_id: first });
      await remove(guest.email);
      expect((await guest.browser.get('/v2/whoami')).status).toBe(403);
      const out = { organization: null, is_out: true, organizations: [{ name: 'Second' }] };
      expect((await guest.browser.get('/session')).body.data).toMatchObject(out);
      // The same after the page was loaded again: it says no organization then.
      expect((await guest.browser.get('/session')).body.data).toMatchObject(out);
      expect((await guest.browser.get('/api-keys')).status).toBe(400);
      const chosen = await guest.browser.post('/session/organization', { organization_id: second });
      expect(chosen.body.data).toMatchObject({ organization: { name: 'Second' }, is_out: false });
    });

    it('is answered so even where another tab has moved the session on', async () => {
      owner.shows = first;
      const guest = await joinAs(dashboard(), owner, 'member');
      owner.shows = second;
      const invited = await owner.post('/invitations', { email: guest.email, role: 'viewer' });
      const token = String(invited.body.data.link).split('#')[1];
      await guest.browser.post('/invitations/accept', { token });
      await remove(guest.email);
      const tab = new Browser(dashboard());
      for (const [name, value] of guest.browser.cookies) tab.cookies.set(name, value);
      tab.shows = first;
      expect((await tab.get('/session')).body.data).toMatchObject({ organization: null, is_out: true });
      guest.browser.shows = second;
      expect((await guest.browser.get('/session')).body.data).toMatchObject({ organization: { name: 'Second' } });
    });

    it('is answered so from the first organization of a new session too', async () => {
      owner.shows = first;
      const guest = await joinAs(dashboard(), owner, 'member');
      owner.shows = second;
      const invited = await owner.post('/invitations', { email: guest.email, role: 'viewer' });
      const token = String(invited.body.data.link).split('#')[1];
      await guest.browser.post('/invitations/accept', { token });
      const fresh = new Browser(dashboard());
      const signedIn = await fresh.post('/session/sign-in', { email: guest.email, password });
      expect(signedIn.body.data).toMatchObject({ organization: { name: 'First' }, is_out: false });
      await remove(guest.email);
      fresh.shows = null;
      expect((await fresh.get('/session')).body.data).toMatchObject({ organization: null, is_out: true });
    });

    it('is answered as nobody who is out where they never were in any', async () => {
      owner.shows = first;
      const guest = await joinAs(dashboard(), owner, 'member');
      await dashboard().store.write.updateTable('dashboard_sessions').set({ organization_id: null }).execute();
      await remove(guest.email);
      guest.browser.shows = null;
      expect((await guest.browser.get('/session')).body.data).toMatchObject({ organization: null, is_out: false });
    });
  });
});
