import { afterAll, beforeAll, expect, it } from 'vitest';
import { cheapPasswords } from '../cheap-passwords.ts';
import { type Browser, type DashboardServer, openDashboardServer, setUpOwner } from '../dashboard-server.ts';
import { type Colleague, colleagues, signInFrom, stranger, waitOf } from './people-at.ts';

const office = '203.0.113.7';
let dashboard: DashboardServer;
let owner: Browser;
let people: Colleague[];

beforeAll(async () => {
  dashboard = await openDashboardServer('sqlite', { TRUST_PROXY: 'on' }, { passwords: cheapPasswords });
  owner = (await setUpOwner(dashboard)).browser;
  people = await colleagues(dashboard, owner, 50);
});
afterAll(() => dashboard.stop());

const signInAll = () => Promise.all(people.map(({ email, browser }) => signInWithPatience(browser, email)));

/** As the page does: whoever is told to come again in a moment does. */
async function signInWithPatience(browser: Browser, email: string): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const answer = await signInFrom(office, browser, email);
    if (answer.status !== 503 || tries === 20) return answer.status;
    expect(waitOf(answer)).toBe(4);
  }
}

it('an office of 50 behind one address signs in while one inside guesses at all of them', async () => {
  let refusals = 0;
  const attack = async () => {
    for (const { email } of people) {
      for (let times = 0; times < 4; times += 1) {
        const guessed = await signInFrom(office, stranger(dashboard), email, 'a guess');
        if (guessed.status === 429) refusals += 1;
        else expect([401, 503]).toContain(guessed.status);
        // The attacker waits as little as they can.
        dashboard.ahead.ms += 1_000;
      }
    }
  };
  const [statuses] = await Promise.all([signInAll(), attack()]);
  expect(statuses).toEqual(Array(50).fill(200));
  expect(refusals).toBeGreaterThan(0);

  // Now the count of the address is full: a new browser has to wait, whatever its password.
  const [first] = people;
  if (first === undefined) throw new Error('nobody works here');
  for (
    let n = 0;
    (await signInFrom(office, stranger(dashboard), `nobody-${n}@example.com`, 'a guess')).status !== 429;
    n += 1
  ) {
    expect(n).toBeLessThan(101);
  }
  const fresh = await signInFrom(office, stranger(dashboard), first.email);
  expect([fresh.status, fresh.body.detail]).toEqual([429, expect.stringContaining('from your address')]);
  // And the office goes on working.
  expect(await signInAll()).toEqual(Array(50).fill(200));
  // Elsewhere nothing has happened.
  dashboard.ahead.ms += 31_000;
  expect((await signInFrom('198.51.100.9', stranger(dashboard), first.email)).status).toBe(200);
});

it('lets whoever is inside guess no more than a hundred times in a quarter of an hour, over all accounts', async () => {
  dashboard.ahead.ms += 16 * 60_000;
  let wrong = 0;
  for (let round = 0; round < 4; round += 1) {
    for (const { email } of people) {
      const { status } = await signInFrom(office, stranger(dashboard), email, 'a guess');
      if (status === 401) wrong += 1;
    }
    dashboard.ahead.ms += 31_000;
  }
  expect(wrong).toBe(100);
});
