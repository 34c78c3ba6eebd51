import { beforeAll, expect, it } from 'vitest';
import { writtenRows } from '../../audit/written-rows.ts';
import { Browser, joinAs, password, setUpOwner, someone } from '../dashboard-server.ts';
import { arriveBy, guest, linkBy, personOf, testWithProvider } from './guest.ts';

const linked = '/settings';

testWithProvider('a provider that somebody links to their account', (setup) => {
  let owner: Browser;

  beforeAll(async () => {
    owner = (await setUpOwner(setup().dashboard)).browser;
  });

  const member = () => joinAs(setup().dashboard, owner, 'member');
  const ways = async (browser: Browser) => (await browser.get('/session/ways')).body.data;

  it('lets them in from then on, proves the address that both have, and is written down', async () => {
    const { dashboard, provider } = setup();
    const { browser, email } = await member();
    const person = guest(email);
    expect(await linkBy(browser, provider, person, password)).toBe(linked);
    const { id } = await personOf(browser);
    expect(await personOf(browser)).toMatchObject({ email, address_proven: true });
    expect(await ways(browser)).toMatchObject({ has_password: true, provider_links: [{ issuer: provider.issuer }] });
    const elsewhere = new Browser(dashboard);
    expect(await arriveBy(elsewhere, provider, person)).toBe('/');
    expect((await elsewhere.get('/session')).body.data).toMatchObject({
      person: { id },
      organization: { role: 'member' },
    });
    const events = (await writtenRows(dashboard.store))
      .filter(({ person_id }) => person_id === id)
      .map(({ event }) => event);
    expect(events).toEqual(expect.arrayContaining(['member.provider_linked', 'member.address_proven']));
  });

  it('may have another address, which changes nothing about that of the account', async () => {
    const { dashboard, provider } = setup();
    const { browser, email } = await member();
    const person = guest(someone('other').email);
    expect(await linkBy(browser, provider, person, password)).toBe(linked);
    expect(await personOf(browser)).toMatchObject({ email, address_proven: false });
    const later = new Browser(dashboard);
    expect(await arriveBy(later, provider, { sub: person.sub })).toBe('/');
    expect(await personOf(later)).toMatchObject({ email });
  });

  it('needs the password where there is one, and is refused without', async () => {
    const { provider } = setup();
    const { browser } = await member();
    for (const current_password of [undefined, 'not the password']) {
      const refused = await browser.post('/session/provider-links', current_password && { current_password });
      expect(refused.status).toBe(current_password === undefined ? 422 : 403);
    }
    expect((await browser.post('/session/provider-links', {})).status).toBe(403);
    expect((await new Browser(setup().dashboard).post('/session/provider-links', {})).status).toBe(401);
    expect(await ways(browser)).toMatchObject({ provider_links: [] });
    expect(provider.issuer).toBeTruthy();
  });

  it('is not linked to a second account', async () => {
    const { provider } = setup();
    const [one, other] = [await member(), await member()];
    const person = guest(someone().email);
    expect(await linkBy(one.browser, provider, person, password)).toBe(linked);
    expect(await linkBy(one.browser, provider, person, password)).toBe(linked);
    expect(await linkBy(other.browser, provider, person, password)).toBe(`${linked}?error=linked_elsewhere`);
    expect(await ways(one.browser)).toMatchObject({ provider_links: [{}] });
    expect(await ways(other.browser)).toMatchObject({ provider_links: [] });
  });

  it('is linked to nobody but whoever began it, in the browser where they are signed in', async () => {
    const { dashboard, provider } = setup();
    const [one, other] = [await member(), await member()];
    const person = guest(someone().email);
    const started = await one.browser.post('/session/provider-links', { current_password: password });
    const back = new URL(provider.signIn(started.body.data.url, person)).search;
    // Somebody else's browser has no state of it.
    const stranger = await other.browser.send('GET', `/auth/callback/oidc${back}`);
    expect(stranger.headers.get('location')).toContain('error=');
    // The same browser, where somebody else has signed in meanwhile.
    await one.browser.post('/session/sign-in', { email: other.email, password });
    const changed = await one.browser.send('GET', `/auth/callback/oidc${back}`);
    expect(changed.headers.get('location')).toContain('/settings?error=');
    expect(await ways(other.browser)).toMatchObject({ provider_links: [] });
    expect(await arriveBy(new Browser(dashboard), provider, person)).toBe('/?error=not_invited');
  });

  it('goes again where a password remains, with every other session, and then lets nobody in', async () => {
    const { dashboard, provider } = setup();
    const { browser, email } = await member();
    const person = guest(email);
    await linkBy(browser, provider, person, password);
    const elsewhere = new Browser(dashboard);
    await arriveBy(elsewhere, provider, person);
    const { provider_links: links } = await ways(browser);
    const path = `/session/provider-links/${links[0].id}`;
    expect((await owner.send('DELETE', path)).status).toBe(404);
    expect((await browser.send('DELETE', path)).status).toBe(204);
    expect((await browser.send('DELETE', path)).status).toBe(404);
    expect(await personOf(elsewhere)).toBeNull();
    expect(await personOf(browser)).toMatchObject({ email, address_proven: true });
    expect(await arriveBy(new Browser(dashboard), provider, person)).toBe('/?error=address_proven_elsewhere');
  });

  it('stays where nothing else lets them in', async () => {
    const { dashboard, provider } = setup();
    const { email } = someone('passwordless');
    await owner.post('/invitations', { email, role: 'viewer' });
    const browser = new Browser(dashboard);
    await arriveBy(browser, provider, guest(email));
    const { has_password, provider_links: links } = await ways(browser);
    expect([has_password, links.length]).toEqual([false, 1]);
    const refused = await browser.send('DELETE', `/session/provider-links/${links[0].id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);
    expect(await ways(browser)).toMatchObject({ provider_links: links });
    // Without a password there is none to ask for.
    expect(await linkBy(browser, provider, guest(someone().email))).toBe(linked);
  });

  it('gives an account that lost its address the one that the provider has verified', async () => {
    const { dashboard, provider } = setup();
    const { browser, email } = await member();
    await owner.post('/organizations', { name: 'Third' });
    await owner.post('/invitations', { email, role: 'viewer' });
    await arriveBy(new Browser(dashboard), provider, guest(email));
    expect(await personOf(browser)).toMatchObject({ lost_address: email });
    // What another account has proven it does not get.
    expect(await linkBy(browser, provider, guest(email), password)).toBe(linked);
    expect(await personOf(browser)).toMatchObject({ lost_address: email, address_proven: false });
    const real = someone('real').email;
    expect(await linkBy(browser, provider, guest(real), password)).toBe(linked);
    expect(await personOf(browser)).toMatchObject({ email: real, lost_address: null, address_proven: true });
    expect((await new Browser(dashboard).post('/session/sign-in', { email: real, password })).status).toBe(200);
  });
});
