import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csrfHeader, dashboardApiBase, organizationHeader } from '../../src/dashboard/contract/route.ts';
import {
  type Browser,
  type DashboardServer,
  type Json,
  joinAs,
  openDashboardServer,
  setUpOwner,
} from '../dashboard/dashboard-server.ts';
import { kindNames, kinds, makeKey } from './kinds.ts';
import { doors, hold, holdWrite, write } from './writes.ts';

let dashboard: DashboardServer;
let owner: Browser;

beforeAll(async () => {
  dashboard = await openDashboardServer('sqlite', { RATE_LIMIT_PER_MINUTE: '100000' });
  owner = (await setUpOwner(dashboard)).browser;
});
afterAll(() => dashboard.stop());

async function namesMade(): Promise<readonly string[]> {
  const made = await dashboard.store.read.selectFrom('creators').select('name').execute();
  return made.map(({ name }) => name);
}

describe.each(doors)('a write whose body is on its way, by %s', (door) => {
  it('is done where its key is as it was', async () => {
    const { key } = await makeKey(owner);
    const finish = await holdWrite(dashboard.server.url, key, door, `kept by ${door}`);
    // A change to another key, which makes everything that is known of keys be forgotten.
    await kinds.disabled.change(owner, (await makeKey(owner)).id);
    expect(await finish()).toBe('done');
    expect(await namesMade()).toContain(`kept by ${door}`);
  });

  it.each(kindNames)('is refused when its key was %s meanwhile', async (kind) => {
    const { id, key } = await makeKey(owner);
    const finish = await holdWrite(dashboard.server.url, key, door, `${kind} ${door}`);
    expect((await kinds[kind].change(owner, id)).status).toBeLessThan(300);
    expect(await write(dashboard.server.url, key, door, `${kind} ${door}`)).toBe(kinds[kind].code);
    expect(await finish()).toBe(kinds[kind].code);
    expect(await namesMade()).not.toContain(`${kind} ${door}`);
  });

  it('is refused when its key has expired meanwhile', async () => {
    const { key } = await makeKey(owner, new Date(Date.now() + dashboard.ahead.ms + 60_000).toISOString());
    const finish = await holdWrite(dashboard.server.url, key, door, `expired ${door}`);
    dashboard.ahead.ms += 60_000;
    expect(await finish()).toBe('FORBIDDEN');
    expect(await namesMade()).not.toContain(`expired ${door}`);
  });
});

describe('a change on the dashboard whose body is on its way', () => {
  async function held(path = '/api-keys') {
    const { browser, email } = await joinAs(dashboard, owner, 'admin');
    const finish = await hold(dashboard.server.url, {
      path: dashboardApiBase + path,
      headers: {
        'content-type': 'application/json',
        cookie: browser.cookieHeader,
        [csrfHeader.name]: csrfHeader.value,
        [organizationHeader]: browser.shows ?? '',
      },
      body: JSON.stringify({ name: email }),
    });
    const { id } = (await owner.get('/members')).body.data.find((member: Json) => member.email === email);
    const isMade = async () => (await owner.get(path)).body.data.some(({ name }: Json) => name === email);
    return { browser, finish, member: `/members/${id}`, isMade };
  }

  it('is done where nothing changed', async () => {
    const { finish, isMade } = await held();
    expect([await finish(), await isMade()]).toEqual(['done', true]);
  });

  it('is refused when the role was taken meanwhile', async () => {
    const { finish, member, isMade } = await held();
    expect((await owner.send('PATCH', member, { role: 'member' })).status).toBe(200);
    expect([await finish(), await isMade()]).toEqual(['FORBIDDEN', false]);
  });

  it('is refused by the v2 operations too', async () => {
    const { finish, member, isMade } = await held('/v2/creators');
    expect((await owner.send('PATCH', member, { role: 'viewer' })).status).toBe(200);
    expect([await finish(), await isMade()]).toEqual(['INSUFFICIENT_SCOPE', false]);
  });

  it('is refused when the person was removed meanwhile', async () => {
    const { finish, member, isMade } = await held();
    expect((await owner.send('DELETE', member)).status).toBe(204);
    expect([await finish(), await isMade()]).toEqual(['FORBIDDEN', false]);
  });

  it('is refused when the session has ended meanwhile', async () => {
    const { browser, finish, isMade } = await held();
    expect((await browser.post('/session/sign-out')).status).toBe(204);
    expect([await finish(), await isMade()]).toEqual(['UNAUTHORIZED', false]);
  });
});
