import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { setPassword } from '../../src/dashboard/people/set-password.ts';
import { nobody } from '../audit/authors.ts';
import { Browser, joinAs, password, setUpOwner, someone, testDashboards } from './dashboard-server.ts';

testDashboards('another password, set by the operator', (dashboard) => {
  const set = (email: string, given: string) =>
    setPassword(
      { store: dashboard().store, now: Date.now, newId: randomUUID, author: nobody, changed: () => undefined },
      { email, password: given },
    );
  const signIn = (email: string, given: string) =>
    new Browser(dashboard()).post('/session/sign-in', { email, password: given });

  it('lets the person in, keeps the old one and the old sessions out, and is written down', async () => {
    const owner = await setUpOwner(dashboard());
    const member = await joinAs(dashboard(), owner.browser, 'member');
    await set(owner.email.toUpperCase(), 'quite another one');
    expect((await owner.browser.get('/members')).status).toBe(401);
    expect((await signIn(owner.email, password)).status).toBe(401);
    dashboard().ahead.ms += 31_000;
    expect((await signIn(owner.email, 'quite another one')).status).toBe(200);
    // Nobody else's business.
    expect((await member.browser.get('/members')).status).toBe(200);
    const rows = await dashboard()
      .store.read.selectFrom('audit_pending')
      .select(['event', 'facts'])
      .unionAll((also) => also.selectFrom('audit_events').select(['event', 'facts']))
      .execute();
    const [row, ...more] = rows.filter(({ event }) => event === 'member.password_set');
    expect(more).toEqual([]);
    expect(JSON.parse(row?.facts ?? '')).toMatchObject({ by: 'cli' });
  });

  it('is none for nobody', async () => {
    await expect(set(someone().email, 'quite another one')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is a first one for a person who came by a provider', async () => {
    const person = { id: randomUUID(), email: someone().email };
    const at = new Date().toISOString();
    await dashboard()
      .store.write.insertInto('people')
      .columns(['id', 'email', 'name', 'email_verified', 'created_at', 'updated_at'])
      .expression((from) =>
        from
          .selectFrom('people')
          .select(({ val, ref }) => [
            val(person.id).as('id'),
            val(person.email).as('email'),
            val('x').as('name'),
            ref('email_verified').as('email_verified'),
            val(at).as('created_at'),
            val(at).as('updated_at'),
          ])
          .limit(1),
      )
      .execute();
    await set(person.email, 'a first password');
    expect((await signIn(person.email, 'a first password')).status).toBe(200);
  });
});
