import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { resumeOrganization, suspendOrganization } from '../../src/organizations/change.ts';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { openUnmigrated } from '../../src/store/open.ts';
import type { StoreSetting } from '../../src/store/setting.ts';
import { nobody } from '../audit/authors.ts';
import { writtenRows } from '../audit/written-rows.ts';
import { addOrganization } from '../store/rows.ts';
import { cheapPasswords } from './cheap-passwords.ts';
import {
  type Answer,
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

testDashboards(
  'an invitation',
  (dashboard) => {
    let root: Browser | undefined;
    let owner: Browser;
    let second: { browser: Browser; email: string };

    // An organization of its own for each: two owners.
    beforeEach(async () => {
      root ??= (await setUpOwner(dashboard())).browser;
      await inNewOrganization(root);
      owner = (await joinAs(dashboard(), root, 'owner')).browser;
      second = await joinAs(dashboard(), owner, 'owner');
      await root.post('/organization/leave');
    });

    async function inNewOrganization(person: Browser): Promise<void> {
      const organization = { id: randomUUID(), name: `org-${randomUUID()}`, created_at: new Date().toISOString() };
      await addOrganization(dashboard().store, organization.id);
      const { id } = (await person.get('/session')).body.data.person;
      const membership = { organization_id: organization.id, person_id: id, role: 'owner' } as const;
      await dashboard()
        .store.write.insertInto('members')
        .values({ id: randomUUID(), ...membership, created_at: organization.created_at })
        .execute();
      expect((await person.post('/session/organization', { organization_id: organization.id })).status).toBe(200);
    }

    async function made(by: Browser, role: string, email = someone().email): Promise<Json> {
      const { status, body } = await by.post('/invitations', { email, role });
      expect([role, status]).toEqual([role, 201]);
      return body.data;
    }

    const accept = (link: string): Promise<Answer> =>
      new Browser(dashboard()).post('/invitations/accept', { token: tokenOf(link), name: 'New', password });
    const opens = async (link: string): Promise<boolean> => (await accept(link)).status === 200;
    const listed = async (by: Browser): Promise<Json[]> => (await by.get('/invitations')).body.data;
    const memberOf = async (email: string): Promise<Json> =>
      (await owner.get('/members')).body.data.find((member: Json) => member.email === email);

    async function setRole(email: string, role: string): Promise<void> {
      const { id } = await memberOf(email);
      expect((await owner.send('PATCH', `/members/${id}`, { role })).status).toBe(200);
    }

    async function organizationId(): Promise<string> {
      return (await owner.get('/session')).body.data.organization.id;
    }

    const operator = () => ({
      store: dashboard().store,
      now: Date.now,
      newId: randomUUID,
      author: nobody,
      changed: () => undefined,
    });

    it('shows its link once, in the answer that makes it: no list holds it, and nothing that a list holds opens it', async () => {
      const { id, link } = await made(owner, 'admin');
      for (const path of ['/invitations', '/members', '/audit', '/session']) {
        const text = JSON.stringify((await owner.get(path)).body);
        expect([path, text.includes(tokenOf(link)), text.includes('/invite#')]).toEqual([path, false, false]);
      }
      for (const token of [id, second.email]) expect(await opens(`#${token}`)).toBe(false);
      expect(await opens(link)).toBe(true);
    });

    it('is kept as a hash of its link', async () => {
      const { id, link } = await made(owner, 'admin');
      const row = await dashboard()
        .store.read.selectFrom('invitations')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      expect(JSON.stringify(row)).not.toContain(tokenOf(link));
      expect(row.token_hash).toMatch(/^[\w-]{43}$/);
      expect(await opens(`#${row.token_hash}`)).toBe(false);
    });

    it('for an owner is seen, revoked and made anew by owners alone, and stands in no admin’s way', async () => {
      const admin = (await joinAs(dashboard(), owner, 'admin')).browser;
      const { id, email, link } = await made(owner, 'owner');
      expect(await listed(admin)).toEqual([]);
      for (const [method, path] of [
        ['DELETE', `/invitations/${id}`],
        ['POST', `/invitations/${id}/renew`],
      ] as const) {
        const refused = await admin.send(method, path, method === 'POST' ? {} : undefined);
        const unknown = await admin.send(method, path.replace(id, randomUUID()), method === 'POST' ? {} : undefined);
        expect([refused.status, refused.body.detail]).toEqual([404, unknown.body.detail]);
      }
      // That it is there is not told by a refusal either; whoever accepts one has used both.
      const less = await made(admin, 'viewer', email);
      expect(await listed(owner)).toHaveLength(2);
      expect(await opens(less.link)).toBe(true);
      expect([await opens(link), await listed(owner)]).toEqual([false, []]);
      expect((await memberOf(email)).role).toBe('viewer');
    });

    it('brings no demoted owner back, nor anybody whom they made it for', async () => {
      const forOwner = await made(second.browser, 'owner');
      const forAdmin = await made(second.browser, 'admin');
      const forViewer = await made(second.browser, 'viewer');
      await setRole(second.email, 'admin');
      expect([await opens(forOwner.link), await opens(forAdmin.link)]).toEqual([false, true]);
      await setRole(second.email, 'member');
      expect(await opens(forViewer.link)).toBe(false);
      // Nor when they are what they were again: it stays dead, and says why.
      await setRole(second.email, 'owner');
      expect([await opens(forOwner.link), await opens(forViewer.link)]).toEqual([false, false]);
      const reasons = (await listed(owner)).map(({ email, revoked_because }) => [email, revoked_because]);
      expect(reasons.sort()).toEqual(
        [
          [forOwner.email, 'role'],
          [forViewer.email, 'role'],
        ].sort(),
      );
    });

    describe('dies for ever', () => {
      it.each(['removal', 'leaving'] as const)('by the %s of whoever made it', async (how) => {
        const { link } = await made(second.browser, 'admin');
        const { id } = await memberOf(second.email);
        const gone =
          how === 'removal'
            ? await owner.send('DELETE', `/members/${id}`)
            : await second.browser.post('/organization/leave');
        expect(gone.status).toBeLessThan(300);
        expect(await opens(link)).toBe(false);
        const back = await made(owner, 'owner', second.email);
        await second.browser.post('/invitations/accept', { token: tokenOf(back.link) });
        expect((await memberOf(second.email)).role).toBe('owner');
        expect(await opens(link)).toBe(false);
        expect((await listed(owner)).map(({ revoked_because }) => revoked_because)).toEqual(['removal']);
      });

      it('by the suspension of its organization', async () => {
        const { link } = await made(owner, 'viewer');
        await suspendOrganization(operator(), await organizationId());
        expect(await opens(link)).toBe(false);
        await resumeOrganization(operator(), await organizationId());
        expect(await opens(link)).toBe(false);
        expect((await listed(owner)).map(({ revoked_because }) => revoked_because)).toEqual(['suspension']);
      });
    });

    it('lets nobody in by what its maker is no more, where an older process took the role and revoked nothing', async () => {
      const { link } = await made(second.browser, 'owner');
      const { id } = await memberOf(second.email);
      await dashboard().store.write.updateTable('members').set({ role: 'admin' }).where('id', '=', id).execute();
      expect(await opens(link)).toBe(false);
      expect((await listed(owner))[0]?.revoked_because).toBe('role');
    });

    it('is of whoever makes its link anew: the link before is void, and so is what became of the first maker', async () => {
      const first = await made(second.browser, 'owner');
      await setRole(second.email, 'viewer');
      const { status, body } = await owner.post(`/invitations/${first.id}/renew`, {});
      expect([status, body.data.revoked_because, body.data.id]).toEqual([201, null, first.id]);
      const again = (await owner.post(`/invitations/${first.id}/renew`, {})).body.data;
      expect([await opens(first.link), await opens(body.data.link), await opens(again.link)]).toEqual([
        false,
        false,
        true,
      ]);
      expect((await owner.post(`/invitations/${first.id}/renew`, {})).status).toBe(404);
    });

    it('is made by nobody whose role was taken at the same moment, whichever came first', async () => {
      for (let round = 0; round < 10; round += 1) {
        const admin = await joinAs(dashboard(), owner, 'admin');
        const { id } = await memberOf(admin.email);
        const [invited, demoted] = await Promise.all([
          admin.browser.post('/invitations', { email: someone().email, role: 'admin' }),
          owner.send('PATCH', `/members/${id}`, { role: 'viewer' }),
        ]);
        expect(demoted.status).toBe(200);
        expect([201, 403]).toContain(invited.status);
        if (invited.status === 201) expect(await opens(invited.body.data.link)).toBe(false);
      }
    });

    it('is written down in the transaction that does it: where the trail cannot be written, nothing is done', async () => {
      const open = await made(owner, 'viewer');
      const before = await listed(owner);
      const { write } = dashboard().store;
      await sql`alter table audit_pending rename to audit_away`.execute(write);
      const answers = [
        await owner.post('/invitations', { email: someone().email, role: 'viewer' }),
        await owner.post(`/invitations/${open.id}/renew`, {}),
        await owner.send('DELETE', `/invitations/${open.id}`),
        await accept(open.link),
      ];
      await sql`alter table audit_away rename to audit_pending`.execute(write);
      expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
      expect(await listed(owner)).toEqual(before);
      expect(await opens(open.link)).toBe(true);
      const events = (await writtenRows(dashboard().store)).filter(({ facts }) => facts.includes(open.email));
      expect(events.map(({ event }) => event)).toEqual(['invitation.created']);
    });
  },
  { passwords: cheapPasswords },
);

describe.each(['sqlite', 'postgres'] as const)(
  'open invitations from before their links were hashes, on %s',
  (dialect) => {
    const link = '0f8d6a4e-4c1f-4d5e-9f6e-1c2d3e4f5a6b';
    const ann = { id: randomUUID(), email: 'ann@example.com' };

    async function earlier(setting: StoreSetting): Promise<void> {
      const old = await openUnmigrated(setting);
      await migrate(old, '0011-post-partitions');
      const at = new Date().toISOString();
      const later = new Date(Date.now() + 86_400_000).toISOString();
      await addOrganization(old, 'o');
      await sql`insert into people (id, name, email, email_verified, created_at, updated_at)
      values (${ann.id}, 'Ann', ${ann.email}, true, ${at}, ${at})`.execute(old.write);
      await sql`insert into sign_in_accounts (id, person_id, provider_id, account_id, password, created_at, updated_at)
      values (${randomUUID()}, ${ann.id}, 'credential', ${ann.id}, ${await cheapPasswords.hash(password)}, ${at}, ${at})`.execute(
        old.write,
      );
      await sql`insert into members (id, organization_id, person_id, role, created_at)
      values (${randomUUID()}, 'o', ${ann.id}, 'owner', ${at})`.execute(old.write);
      await sql`insert into invitations (id, organization_id, email, role, status, inviter_id, expires_at, created_at)
      values (${link}, 'o', 'bob@example.com', 'owner', 'pending', ${ann.id}, ${later}, ${at})`.execute(old.write);
      await old.close();
    }

    it('are revoked, listed with the reason, and made anew', async () => {
      const dashboard = await openDashboardServer(dialect, {}, { passwords: cheapPasswords, prepare: earlier });
      try {
        const owner = new Browser(dashboard);
        expect((await owner.post('/session/sign-in', { email: ann.email, password })).status).toBe(200);
        const accept = (token: string) =>
          new Browser(dashboard).post('/invitations/accept', { token, name: 'Bob', password });
        expect((await accept(link)).status).toBe(404);
        const listed = (await owner.get('/invitations')).body.data;
        expect(listed).toMatchObject([{ email: 'bob@example.com', role: 'owner', revoked_because: 'upgrade' }]);
        // As one is that an older process makes beside this one.
        await dashboard.store.write
          .updateTable('invitations')
          .set({ status: 'pending', revoked_because: null })
          .execute();
        expect((await accept(link)).status).toBe(404);
        expect((await owner.get('/invitations')).body.data).toEqual(listed);
        const renewed = (await owner.post(`/invitations/${link}/renew`, {})).body.data;
        expect((await accept(tokenOf(renewed.link))).body.data.organization.role).toBe('owner');
      } finally {
        await dashboard.stop();
      }
    });
  },
);
