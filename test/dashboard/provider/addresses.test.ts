import { beforeAll, expect, it } from 'vitest';
import { Browser, setUpOwner, someone } from '../dashboard-server.ts';
import type { OidcPerson } from '../oidc-provider.ts';
import { arriveBy, guest, personOf, testWithProvider } from './guest.ts';

testWithProvider('what the provider says of an address', (setup) => {
  let owner: Browser;

  beforeAll(async () => {
    owner = (await setUpOwner(setup().dashboard)).browser;
  });

  async function invited(name: string): Promise<string> {
    const { email } = someone(name);
    expect((await owner.post('/invitations', { email, role: 'viewer' })).status).toBe(201);
    return email;
  }

  const arrive = (person: OidcPerson, browser = new Browser(setup().dashboard)) =>
    arriveBy(browser, setup().provider, person);

  it.each([
    ['false', { email_verified: false }, 'address_unverified'],
    ['"false"', { email_verified: 'false' }, 'address_unverified'],
    ['"TRUE", which is no word of the standard', { email_verified: 'TRUE' }, 'address_unverified'],
  ])('lets nobody in for the first time with email_verified %s', async (_name, claims, why) => {
    expect(await arrive(guest(await invited('unverified'), claims))).toBe(`/?error=${why}`);
  });

  it('lets nobody in for the first time without saying that it is verified, or without an address', async () => {
    const email = await invited('silent');
    expect(await arrive({ sub: 'silent-1', email })).toBe('/?error=address_unverified');
    expect(await arrive({ sub: 'silent-2' })).toBe('/?error=address_missing');
    expect(await arrive({ sub: 'silent-3', email: '', email_verified: true })).toBe('/?error=address_missing');
  });

  it('is asked of the provider where the ID token is silent, and believed as a whole only', async () => {
    const email = await invited('userinfo');
    setup().provider.tells('by-userinfo', { email, email_verified: false });
    expect(await arrive({ sub: 'by-userinfo', email_verified: true })).toBe('/?error=address_unverified');
    setup().provider.tells('by-userinfo', { email, email_verified: true, name: 'Una' });
    const browser = new Browser(setup().dashboard);
    expect(await arrive({ sub: 'by-userinfo' }, browser)).toBe('/');
    expect(await personOf(browser)).toMatchObject({ email, name: 'Una', address_proven: true });
  });

  it('is one address in any case, and no other subject gets it by writing it otherwise', async () => {
    const email = await invited('case');
    const browser = new Browser(setup().dashboard);
    expect(await arrive(guest(email.toUpperCase()), browser)).toBe('/');
    expect(await personOf(browser)).toMatchObject({ email });
    for (const written of [email, email.toUpperCase(), `C${email.slice(1)}`]) {
      expect([written, await arrive(guest(written))]).toEqual([written, '/?error=address_proven_elsewhere']);
    }
  });

  it('is no address where a letter only looks like, or becomes, another one', async () => {
    const email = await invited('kasia');
    const variants = [
      email.replace('k', '\u212a'),
      email.replace('a', '\u0430'),
      email.replace('i', '\u0130'),
      email.replace('s', '\u017f'),
      email.replace('a', 'a\u0301'),
      email.replace('k', '\uff4b'),
      email.replace('.com', '\u3002com'),
      `${email}\u200b`,
      ` ${email}`,
      `${email}\n`,
      `"${email.replace('@', '"@')}`,
      `Kasia <${email}>`,
    ];
    for (const written of variants) {
      expect([written, await arrive(guest(written))]).toEqual([written, '/?error=address_unusable']);
    }
    const browser = new Browser(setup().dashboard);
    expect(await arrive(guest(email), browser)).toBe('/');
    expect(await personOf(browser)).toMatchObject({ email });
  });

  it('is no sign-in name', async () => {
    expect(await arrive(guest('somebody-0123456789ab@sign-in.invalid'))).toBe('/?error=address_unusable');
  });

  it('may change, vanish or lose its proof at the provider: who is known is let in as who they are', async () => {
    const email = await invited('changes');
    const person = guest(email);
    const browser = new Browser(setup().dashboard);
    await arrive(person, browser);
    const { id } = await personOf(browser);
    const other = await invited('other');
    for (const claims of [
      { email: other },
      { email_verified: false },
      { email: 'not an address' },
      { email: other, email_verified: false },
    ]) {
      const again = new Browser(setup().dashboard);
      expect(await arrive({ ...person, ...claims }, again)).toBe('/');
      expect(await personOf(again)).toMatchObject({ id, email, address_proven: true });
    }
    const bare = new Browser(setup().dashboard);
    expect(await arrive({ sub: person.sub }, bare)).toBe('/');
    expect((await personOf(bare)).id).toBe(id);
    // The address that the provider gave them since is nobody's yet: whoever comes for it gets it.
    const newcomer = new Browser(setup().dashboard);
    expect(await arrive(guest(other), newcomer)).toBe('/');
    expect((await personOf(newcomer)).id).not.toBe(id);
  });

  it('makes no account for a subject that is none', async () => {
    const email = await invited('subject');
    for (const sub of ['', 's'.repeat(256), 'line\nbreak', 'null\u0000', 'ünicode']) {
      expect([sub, await arrive(guest(email, { sub }))]).toEqual([sub, '/?error=provider_failed']);
    }
    const exact = guest(email, { sub: `Case ${email}` });
    expect(await arrive(exact)).toBe('/');
    expect(await arrive({ ...exact, sub: exact.sub.toLowerCase() })).toBe('/?error=address_proven_elsewhere');
  });

  it('keeps a name that may be shown only', async () => {
    for (const name of ['', 'a\u0000b', `ca_live_${'a'.repeat(49)}`, 'n'.repeat(300)]) {
      const email = await invited('named');
      const browser = new Browser(setup().dashboard);
      expect(await arrive(guest(email, { name }), browser)).toBe('/');
      expect((await personOf(browser)).name).toBe(email.split('@')[0]);
    }
  });

  it('is not in the log', async () => {
    const email = await invited('logged');
    await arrive(guest(email));
    await arrive(guest(email));
    expect(setup().dashboard.log()).not.toContain(email);
  });

  it('ends the session that the browser came with, and begins a new one', async () => {
    const { dashboard } = setup();
    const person = guest(await invited('again'));
    const browser = new Browser(dashboard);
    await arrive(person, browser);
    const before = browser.cookieHeader;
    await arrive(person, browser);
    expect(browser.cookieHeader).not.toBe(before);
    const old = await browser.send('GET', '/session', undefined, { Cookie: before });
    expect(old.body.data.person).toBeNull();
  });
});
