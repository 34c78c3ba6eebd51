import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { writtenRows } from '../../audit/written-rows.ts';
import { Browser, joinAs, setUpOwner } from '../dashboard-server.ts';
import { arriveBy, guest, type ProviderSetup, personOf, settingsFor, testWithProvider } from './guest.ts';

/** Links an account as the program did until links had an issuer. */
async function linkAsBefore({ dashboard }: ProviderSetup, email: string, sub: string): Promise<void> {
  const { write } = dashboard.store;
  const { id } = await write.selectFrom('people').select('id').where('email', '=', email).executeTakeFirstOrThrow();
  const at = new Date().toISOString();
  const row = { id: randomUUID(), person_id: id, provider_id: 'oidc', account_id: sub, created_at: at, updated_at: at };
  await write.insertInto('sign_in_accounts').values(row).execute();
  await write.updateTable('people').set({ email_verified: sql<boolean>`true` }).where('id', '=', id).execute();
}

testWithProvider('a link from before links had an issuer', (setup) => {
  let owner: Browser;

  beforeAll(async () => {
    owner = (await setUpOwner(setup().dashboard)).browser;
  });

  it('is of the provider that is set when a server first starts with it, and of no later one', async () => {
    const { dashboard, provider, otherProvider } = setup();
    const { browser, email } = await joinAs(dashboard, owner, 'member');
    const { id } = await personOf(browser);
    const person = guest(email);
    await linkAsBefore(setup(), email, person.sub);
    await dashboard.restart();

    await dashboard.restart(settingsFor(otherProvider));
    const stranger = new Browser(dashboard);
    expect(await arriveBy(stranger, otherProvider, person)).toBe('/?error=address_proven_elsewhere');
    expect(await personOf(stranger)).toBeNull();

    await dashboard.restart();
    expect((await browser.get('/session/ways')).body.data.provider_links).toMatchObject([{ issuer: provider.issuer }]);
    const back = new Browser(dashboard);
    expect(await arriveBy(back, provider, person)).toBe('/');
    expect((await personOf(back)).id).toBe(id);
    const linked = (await writtenRows(dashboard.store)).filter(({ event }) => event === 'member.provider_linked');
    expect(linked.map(({ facts }) => JSON.parse(facts))).toEqual([
      { by: 'upgrade', person: id, issuer: provider.issuer },
    ]);

    const [link] = (await browser.get('/session/ways')).body.data.provider_links;
    expect((await browser.send('DELETE', `/session/provider-links/${link.id}`)).status).toBe(204);
    await dashboard.restart();
    expect(await arriveBy(new Browser(dashboard), provider, person)).toBe('/?error=address_proven_elsewhere');
  });
});

testWithProvider('a link from before, and a first start without any provider', (setup) => {
  it('lets nobody in by one that is set later: whose subjects they were is not known', async () => {
    const { dashboard, provider } = setup();
    const { email } = await setUpOwner(dashboard);
    const person = guest(email);
    await linkAsBefore(setup(), email, person.sub);
    await dashboard.restart({ OIDC_DISCOVERY_URL: '', OIDC_CLIENT_ID: '', OIDC_CLIENT_SECRET: '' });
    await dashboard.restart();
    expect(await arriveBy(new Browser(dashboard), provider, person)).toBe('/?error=address_proven_elsewhere');
  });
});
