import { beforeAll, describe, expect, it } from 'vitest';
import { providerRefusals } from '../../../src/dashboard/contract/provider-refusals.ts';
import { writtenRows } from '../../audit/written-rows.ts';
import { Browser, type Json, joinAs, password, setUpOwner, someone, tokenOf } from '../dashboard-server.ts';
import { arriveBy, guest, personOf, settingsFor, testWithProvider } from './guest.ts';

testWithProvider('an address that somebody took before its owner came', (setup) => {
  let owner: Browser;
  let elsewhere: Browser;

  beforeAll(async () => {
    const { dashboard } = setup();
    owner = (await setUpOwner(dashboard)).browser;
    elsewhere = (await joinAs(dashboard, owner, 'owner')).browser;
    await elsewhere.post('/organizations', { name: 'Elsewhere' });
  });

  async function linkFor(inviter: Browser, email: string): Promise<string> {
    const { status, body } = await inviter.post('/invitations', { email, role: 'viewer' });
    expect(status).toBe(201);
    return tokenOf(body.data.link);
  }

  /** The admin of another organization invites the victim and accepts it himself. */
  async function squat(email: string): Promise<Browser> {
    const squatter = new Browser(setup().dashboard);
    const wish = { token: await linkFor(elsewhere, email), name: 'Squatter', password };
    expect((await squatter.post('/invitations/accept', wish)).status).toBe(200);
    return squatter;
  }

  it('gives the squatter nothing of what the owner of the address comes to have', async () => {
    const { dashboard, provider } = setup();
    const { email } = someone('victim');
    const squatter = await squat(email);
    const token = await linkFor(owner, email);
    const victim = new Browser(dashboard);
    expect(await arriveBy(victim, provider, guest(email))).toBe('/');
    const joined = await victim.post('/invitations/accept', { token });
    expect(joined.body.data).toMatchObject({
      person: { email, address_proven: true, lost_address: null },
      organizations: [{ name: 'First' }],
    });
    expect((await squatter.get('/session')).body.data.organizations).toMatchObject([{ name: 'Elsewhere' }]);
    const signedIn = await new Browser(dashboard).post('/session/sign-in', { email, password });
    expect([signedIn.status, signedIn.body.detail]).toEqual([401, expect.stringContaining('sign-in name')]);
  });

  it('is lost by an account that has not proven it, which goes on under a sign-in name that it is told', async () => {
    const { dashboard, provider } = setup();
    const { email } = someone('lost');
    const squatter = await squat(email);
    const { id } = await personOf(squatter);
    await linkFor(owner, email);
    const newcomer = new Browser(dashboard);
    await arriveBy(newcomer, provider, guest(email));

    const told = await personOf(squatter);
    expect(told).toMatchObject({ id, lost_address: email, address_proven: false });
    expect(told.email).toMatch(/^lost-[\w-]+@sign-in\.invalid$/);
    expect((await squatter.get('/session')).body.data.organization).toMatchObject({
      name: 'Elsewhere',
      role: 'viewer',
    });
    const byName = await new Browser(dashboard).post('/session/sign-in', { email: told.email, password });
    expect(byName.body.data.person.id).toBe(id);
    const byAddress = await new Browser(dashboard).post('/session/sign-in', { email, password });
    expect([byAddress.status, byAddress.body.detail]).toEqual([401, expect.stringContaining(told.email)]);
    const guessed = await new Browser(dashboard).post('/session/sign-in', { email, password: 'another guess' });
    expect([guessed.status, guessed.body.detail]).toEqual([401, 'The address or the password is wrong.']);

    const members: Json[] = (await elsewhere.get('/members')).body.data;
    expect(members.find(({ person_id }) => person_id === id)).toMatchObject({
      email: told.email,
      address_proven: false,
    });
    const rows = await writtenRows(dashboard.store);
    const home = (await squatter.get('/session')).body.data.organization.id;
    const lost = rows.find(({ event, facts }) => event === 'member.address_lost' && facts.includes(email));
    expect(lost).toMatchObject({ organization_id: home, person_id: null });
    expect(JSON.parse(lost?.facts ?? '')).toEqual({
      by: 'sign-in provider',
      person: id,
      address: email,
      signs_in_as: told.email,
    });
    const proven = rows.find(({ event, facts }) => event === 'member.address_proven' && facts.includes(email));
    expect(proven?.person_id).toBe((await personOf(newcomer)).id);
  });

  it('stays where it is as long as nobody is let in by it', async () => {
    const { dashboard, provider } = setup();
    const known = await joinAs(dashboard, owner, 'member');
    expect(await arriveBy(new Browser(dashboard), provider, guest(known.email))).toBe('/?error=not_invited');
    const unverified = guest(known.email, { email_verified: false });
    expect(await arriveBy(new Browser(dashboard), provider, unverified)).toBe('/?error=address_unverified');
    expect(await personOf(known.browser)).toMatchObject({ email: known.email, lost_address: null });
  });

  it('is never proven by an invitation, a setup link or a password', async () => {
    const { dashboard } = setup();
    const known = await joinAs(dashboard, owner, 'member');
    const members: Json[] = (await owner.get('/members')).body.data;
    expect(members.length).toBeGreaterThan(1);
    for (const { email, address_proven } of members.filter(({ name }) => name !== 'From the provider')) {
      expect([email, address_proven]).toEqual([email, false]);
    }
    await new Browser(dashboard).post('/session/sign-in', { email: known.email, password });
    expect(await personOf(known.browser)).toMatchObject({ address_proven: false });
  });

  it('that was proven is not had again: not by another subject, nor by an invitation to it', async () => {
    const { dashboard, provider } = setup();
    const { email } = someone('proven');
    await linkFor(owner, email);
    const first = new Browser(dashboard);
    const person = guest(email);
    expect(await arriveBy(first, provider, person)).toBe('/');
    const { id } = await personOf(first);

    const token = await linkFor(elsewhere, email);
    const recycled = new Browser(dashboard);
    expect(await arriveBy(recycled, provider, guest(email))).toBe('/?error=address_proven_elsewhere');
    expect(await personOf(recycled)).toBeNull();
    const taken = await new Browser(dashboard).post('/invitations/accept', { token, name: 'Me', password });
    expect(taken.status).toBe(401);
    const again = new Browser(dashboard);
    expect(await arriveBy(again, provider, person)).toBe('/');
    expect((await personOf(again)).id).toBe(id);
  });

  it('goes to one of two subjects that come for it at once, and each subject has one account', async () => {
    const { dashboard, provider } = setup();
    const { email } = someone('race');
    await squat(email);
    await linkFor(owner, email);
    const one = guest(email);
    const other = guest(email);
    const browsers = [one, one, other, other].map((person) => ({ person, browser: new Browser(dashboard) }));
    const ends = await Promise.all(browsers.map(({ browser, person }) => arriveBy(browser, provider, person)));
    const people = await Promise.all(browsers.map(({ browser }) => personOf(browser)));
    const winner = ends[0] === '/' ? [0, 1] : [2, 3];
    expect(ends.map((end, at) => [end, people[at]?.id])).toEqual(
      ends.map((_, at) =>
        winner.includes(at) ? ['/', people[winner[0] ?? 0].id] : ['/?error=address_proven_elsewhere', undefined],
      ),
    );
    const named = await dashboard.store.read.selectFrom('people').select('id').where('email', '=', email).execute();
    expect(named).toHaveLength(1);
  });
});

testWithProvider(
  'a person at another provider',
  (setup) => {
    it('is nobody here, whatever subject and address they have there', async () => {
      const { dashboard, provider, otherProvider } = setup();
      await setUpOwner(dashboard);
      const person = guest(someone('moved').email);
      const before = new Browser(dashboard);
      expect(await arriveBy(before, provider, person)).toBe('/');
      const { id } = await personOf(before);

      await dashboard.restart(settingsFor(otherProvider));
      const same = new Browser(dashboard);
      expect(await arriveBy(same, otherProvider, person)).toBe('/?error=address_proven_elsewhere');
      const { sub } = person;
      const stranger = new Browser(dashboard);
      expect(await arriveBy(stranger, otherProvider, guest(someone('stranger').email, { sub }))).toBe('/');
      expect((await personOf(stranger)).id).not.toBe(id);
      await dashboard.restart();
      const back = new Browser(dashboard);
      expect(await arriveBy(back, provider, person)).toBe('/');
      expect((await personOf(back)).id).toBe(id);
    });
  },
  { SIGN_UP: 'open' },
);

describe('the texts', () => {
  it('say how the owner of a proven address links the provider', () => {
    expect(providerRefusals.address_proven_elsewhere).toMatch(/sign in as you did before, and link .* under Settings/);
  });
});
