import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseAddress } from '../../../src/dashboard/people/release-address.ts';
import { nobody } from '../../audit/authors.ts';
import { cheapPasswords } from '../cheap-passwords.ts';
import {
  Browser,
  type DashboardServer,
  openDashboardServer,
  password,
  type Served,
  setUpOwner,
} from '../dashboard-server.ts';
import { type OidcPerson, type OidcProvider, startOidcProvider } from '../oidc-provider.ts';
import { arriveBy, linkBy, personOf, settingsFor } from './guest.ts';
import { Model, type Said } from './model.ts';

const addresses = ['ann', 'ben', 'cid'];
const said = fc.record({
  issuer: fc.nat(1),
  subject: fc.nat(2),
  address: fc.option(fc.nat(addresses.length - 1), { freq: 8 }),
  verified: fc.constantFrom(true, true, true, false),
});
const account = fc.nat(9);

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('sign up' as const), address: fc.nat(2) }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('arrive' as const), said }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('link' as const), said, account }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('unlink' as const), account }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('sign in' as const), account }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('release' as const), account }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
type Choice = Extract<Step, { does: 'arrive' }>['said'];

describe.each([
  ['sqlite', 100],
  ['postgres', 30],
] as const)('any sequence of sign-ups, links and arrivals by two providers on %s', (dialect, runs) => {
  let dashboard: DashboardServer;
  let providers: readonly OidcProvider[];
  let served: readonly Served[];

  beforeAll(async () => {
    const [one, other] = [await startOidcProvider(), await startOidcProvider()];
    providers = [one, other];
    const settings = { SIGN_UP: 'open', TRUST_PROXY: 'on', LOG_LEVEL: 'warn' };
    dashboard = await openDashboardServer(dialect, { ...settings, ...settingsFor(one) }, { passwords: cheapPasswords });
    await setUpOwner(dashboard);
    served = [dashboard, { server: await dashboard.node(settingsFor(other)) }];
  });
  afterAll(async () => {
    await dashboard.stop();
    await Promise.all(providers.map((provider) => provider.stop()));
  });

  const at = <One>(list: readonly One[], index: number): One => {
    const found = list[index % list.length];
    if (found === undefined) throw new Error('there is nothing to choose from');
    return found;
  };

  /** What somebody of the sequence is at a provider, for it and for the model. */
  function saying(mark: string, { issuer, subject, address, verified }: Choice): Said & { person: OidcPerson } {
    const email = address === null ? null : `${at(addresses, address)}-${mark}@example.com`;
    const sub = `${subject}-${mark}`;
    return {
      identity: `${at(providers, issuer).issuer} ${sub}`,
      address: email,
      verified,
      person: { sub, email_verified: verified, ...(email !== null && { email }) },
    };
  }

  async function take(model: Model, mark: string, taken: Step): Promise<void> {
    if (taken.does === 'sign up') return signUp(model, `${at(addresses, taken.address)}-${mark}@example.com`);
    if (taken.does === 'arrive') return arriveAs(model, taken.said.issuer, saying(mark, taken.said));
    if (model.accounts.length === 0) return;
    const who = at(model.accounts, taken.account);
    if (taken.does === 'link') return link(model, who, taken.said.issuer, saying(mark, taken.said));
    if (taken.does === 'unlink') return unlink(model, who);
    if (taken.does === 'sign in') return signIn(model, who);
    return release(model, who);
  }

  async function release(model: Model, who: Model['accounts'][number]): Promise<void> {
    const context = {
      store: dashboard.store,
      now: Date.now,
      newId: randomUUID,
      author: nobody,
      changed: () => undefined,
    };
    const released = releaseAddress(context, who.email);
    if (who.lost !== null) return expect(released).rejects.toMatchObject({ code: 'CONFLICT' });
    await released;
    await model.lose(who, dashboard.store);
  }

  let asked = 0;
  /** An address for each: what slows down guesses has tests of its own. */
  const fromElsewhere = () => {
    asked += 1;
    return { 'X-Forwarded-For': `10.${asked >> 16}.${(asked >> 8) % 256}.${asked % 256}` };
  };
  const post = (browser: Browser, path: string, body: object) => {
    // Later than any wait after a wrong password, for the same reason.
    dashboard.ahead.ms += 31_000;
    return browser.send('POST', path, body, fromElsewhere());
  };

  async function signUp(model: Model, email: string): Promise<void> {
    const browser = new Browser(dashboard);
    const wish = { email, password, name: 'Somebody', organization_name: 'Theirs' };
    const { status, body } = await post(browser, '/session/sign-up', wish);
    expect(status).toBe(model.holderOf(email) === undefined ? 201 : 409);
    if (status !== 201) return;
    model.accounts.push({ id: body.data.person.id, email, password, proven: false, lost: null, links: new Set() });
  }

  async function arriveAs(model: Model, issuer: number, came: ReturnType<typeof saying>): Promise<void> {
    const browser = new Browser(at(served, issuer));
    const expected = model.arrival(came);
    const end = await arriveBy(browser, at(providers, issuer), came.person);
    const person = await personOf(browser);
    if (typeof expected === 'object') {
      expect([end, person?.id]).toEqual(['/', expected.id]);
      if (came.verified && came.address === expected.email) model.prove(expected, expected.email);
      return;
    }
    expect(end).toBe(expected === 'new' ? '/' : `/?error=${expected}`);
    if (expected !== 'new' || came.address === null) return;
    const loser = model.holderOf(came.address);
    if (loser !== undefined) await model.lose(loser, dashboard.store);
    const { id } = person;
    expect(model.accounts.map((one) => one.id)).not.toContain(id);
    const links = new Set([came.identity]);
    model.accounts.push({ id, email: came.address, password: null, proven: true, lost: null, links });
  }

  async function link(
    model: Model,
    who: Model['accounts'][number],
    issuer: number,
    came: ReturnType<typeof saying>,
  ): Promise<void> {
    if (who.password === null) return;
    const browser = new Browser(at(served, issuer));
    expect((await post(browser, '/session/sign-in', { email: who.email, password })).status).toBe(200);
    const linked = model.linkedTo(came.identity);
    const end = await linkBy(browser, at(providers, issuer), came.person, password, fromElsewhere());
    if (linked !== undefined && linked !== who) return expect(end).toBe('/settings?error=linked_elsewhere');
    expect(end).toBe('/settings');
    who.links.add(came.identity);
    if (!came.verified || came.address === null) return;
    const holder = model.holderOf(came.address);
    if (holder === who) return model.prove(who, who.email);
    if (who.lost === null || holder?.proven === true) return;
    if (holder !== undefined) await model.lose(holder, dashboard.store);
    model.prove(who, came.address);
  }

  async function unlink(model: Model, who: Model['accounts'][number]): Promise<void> {
    if (who.password === null) return;
    const browser = new Browser(dashboard);
    expect((await post(browser, '/session/sign-in', { email: who.email, password })).status).toBe(200);
    const [first] = (await browser.get('/session/ways')).body.data.provider_links;
    if (first === undefined) return expect(who.links.size).toBe(0);
    const { subject } = await dashboard.store.read
      .selectFrom('provider_links')
      .select('subject')
      .where('id', '=', first.id)
      .executeTakeFirstOrThrow();
    expect((await browser.send('DELETE', `/session/provider-links/${first.id}`)).status).toBe(204);
    expect(who.links.delete(`${first.issuer} ${subject}`)).toBe(true);
    expect(model.linkedTo(`${first.issuer} ${subject}`)).toBeUndefined();
  }

  async function signIn(model: Model, who: Model['accounts'][number]): Promise<void> {
    const browser = new Browser(dashboard);
    const { status, body } = await post(browser, '/session/sign-in', { email: who.email, password });
    expect([status, body.data?.person.id]).toEqual(who.password === null ? [401, undefined] : [200, who.id]);
    if (who.lost === null) return;
    // By the address that it has lost it is let in nowhere, and whoever has it now, by the same password, as themselves.
    const byLost = await post(new Browser(dashboard), '/session/sign-in', { email: who.lost, password });
    const holder = model.holderOf(who.lost);
    const holds = holder !== undefined && holder.password !== null;
    expect([byLost.status, byLost.body.data?.person.id]).toEqual(holds ? [200, holder.id] : [401, undefined]);
  }

  it('lets each identity into the account that was linked to it and no other, and proves an address once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16, size: 'max' }), async (sequence) => {
        const mark = randomUUID().slice(0, 8);
        const model = new Model();
        for (const taken of sequence) {
          await take(model, mark, taken);
          await model.holds(dashboard.store, mark);
        }
      }),
      { numRuns: Number(process.env.SEQUENCES ?? runs) },
    );
  }, 600_000);
});
