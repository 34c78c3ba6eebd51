import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cheapPasswords } from '../cheap-passwords.ts';
import {
  type Browser,
  type DashboardServer,
  joinAs,
  openDashboardServer,
  password,
  setUpOwner,
  someone,
} from '../dashboard-server.ts';
import { colleagues, signInFrom, stranger, waitOf } from './people-at.ts';

let dashboard: DashboardServer;
let owner: Browser;
let addresses = 0;

/** One that nobody else had. */
function elsewhere(): string {
  addresses += 1;
  return `198.${18 + (addresses >> 16)}.${(addresses >> 8) % 256}.${addresses % 256}`;
}

beforeAll(async () => {
  dashboard = await openDashboardServer('sqlite', { TRUST_PROXY: 'on' }, { passwords: cheapPasswords });
  owner = (await setUpOwner(dashboard)).browser;
});
afterAll(() => dashboard.stop());

const later = (seconds: number) => {
  dashboard.ahead.ms += seconds * 1000;
};
const member = async () => (await joinAs(dashboard, owner, 'viewer')).email;
const guess = (address: string, email: string, browser = stranger(dashboard)) =>
  signInFrom(address, browser, email, 'not the password');

describe('whoever guesses at an account', () => {
  it.each([
    ['that is there', member],
    ['that is not', async () => someone('nobody').email],
  ])('%s waits 1, 2, 4 … 30 seconds, from however many addresses, and is told so', async (_, of) => {
    const email = await of();
    for (const seconds of [1, 2, 4, 8, 16, 30, 30, 30]) {
      const wrong = await guess(elsewhere(), email);
      expect([wrong.status, wrong.headers.get('retry-after')]).toEqual([401, String(seconds)]);
      // The right password too.
      const waits = await signInFrom(elsewhere(), stranger(dashboard), email);
      expect([waits.status, waitOf(waits)]).toEqual([429, seconds]);
      expect(waits.body).toMatchObject({ code: 'RATE_LIMITED', retry_after_seconds: seconds });
      const words = seconds === 1 ? 'Try again in a second' : `Try again in ${seconds} seconds`;
      expect(waits.body.detail).toContain(words);
      later(seconds);
    }
  });

  it('begins at a second again once the person was let in, or nobody has guessed for long', async () => {
    const email = await member();
    for (const seconds of [1, 2, 4]) {
      await guess(elsewhere(), email);
      later(seconds);
    }
    expect((await signInFrom(elsewhere(), stranger(dashboard), email)).status).toBe(200);
    await guess(elsewhere(), email);
    expect(waitOf(await guess(elsewhere(), email))).toBe(1);
    later(16 * 60);
    await guess(elsewhere(), email);
    expect(waitOf(await guess(elsewhere(), email))).toBe(1);
  });

  it('ten times from one address waits for the rest of a quarter of an hour', async () => {
    const email = await member();
    const address = elsewhere();
    for (let times = 0; times < 10; times += 1) {
      expect((await guess(address, email)).status).toBe(401);
      later(31);
    }
    const waits = await signInFrom(address, stranger(dashboard), email);
    expect([waits.status, Number(waitOf(waits)) > 9 * 60]).toEqual([429, true]);
    expect((await signInFrom(elsewhere(), stranger(dashboard), email)).status).toBe(200);
    later(15 * 60);
    expect((await signInFrom(address, stranger(dashboard), email)).status).toBe(200);
  });

  it('at once is answered once: the others learn nothing, not even by the right password', async () => {
    const email = await member();
    const tries = Array.from({ length: 9 }, () => guess(elsewhere(), email));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(1);
    expect(statuses.filter((status) => status === 429)).toHaveLength(8);
    expect((await signInFrom(elsewhere(), stranger(dashboard), email)).status).toBe(429);
  });
});

it('right passwords are not counted, however many come from one address, one account and at once', async () => {
  const email = await member();
  const address = elsewhere();
  for (let round = 0; round < 6; round += 1) {
    const tries = Array.from({ length: 20 }, () => signInFrom(address, stranger(dashboard), email));
    expect(new Set((await Promise.all(tries)).map(({ status }) => status))).toEqual(new Set([200]));
  }
});

it('a wrong password behind a right one does not count what came before it', async () => {
  const email = await member();
  const address = elsewhere();
  for (let round = 0; round < 4; round += 1) {
    for (let times = 0; times < 4; times += 1) {
      expect((await guess(address, email)).status).toBe(401);
      later(31);
    }
    expect((await signInFrom(address, stranger(dashboard), email)).status).toBe(200);
  }
});

describe('the present password of whoever is signed in', () => {
  it('is asked for ten times, whatever others at the address get wrong', async () => {
    const { browser, email } = await joinAs(dashboard, owner, 'viewer');
    for (let times = 0; times < 10; times += 1) {
      await guess('127.0.0.1', email);
      later(31);
    }
    const change = (current_password: string) =>
      browser.post('/session/password', { current_password, new_password: 'another long password' });
    for (let times = 0; times < 10; times += 1) expect((await change('wrong')).status).toBe(403);
    expect((await change(password)).status).toBe(429);
    later(15 * 60);
    expect((await change(password)).status).toBe(204);
  });
});

describe('a browser that was let in before', () => {
  it('is let try while others guess at its account, and has ten tries of its own', async () => {
    const [person] = await colleagues(dashboard, owner, 1);
    if (person === undefined) throw new Error('nobody joined');
    const { email, browser } = person;
    const address = elsewhere();
    await guess(address, email);
    expect((await signInFrom(address, stranger(dashboard), email)).status).toBe(429);
    expect((await signInFrom(address, browser, email)).status).toBe(200);
    for (let times = 0; times < 10; times += 1) expect((await guess(address, email, browser)).status).toBe(401);
    const refused = await signInFrom(elsewhere(), browser, email);
    expect([refused.status, refused.body.detail]).toEqual([429, expect.stringContaining('in this browser')]);
    later(60);
    expect((await signInFrom(elsewhere(), stranger(dashboard), email)).status).toBe(200);
  });

  it('is known to its own account alone, and to others that it was let in to', async () => {
    const [one, two] = await colleagues(dashboard, owner, 2);
    if (one === undefined || two === undefined) throw new Error('nobody joined');
    const address = elsewhere();
    await guess(address, two.email);
    expect((await signInFrom(address, one.browser, two.email)).status).toBe(429);
    later(31);
    for (const { email } of [two, one]) expect((await signInFrom(address, one.browser, email)).status).toBe(200);
    for (const { email } of [one, two]) {
      await guess(elsewhere(), email);
      expect((await signInFrom(address, one.browser, email)).status).toBe(200);
    }
  });

  const name = 'creatoraudit.known_browser';
  it.each([
    ['made up', (_: string) => `${'A'.repeat(16)}.1800000000.${'A'.repeat(22)}`],
    ['of another time', (value: string) => value.replace(/\.\d+\./, '.1999999999.')],
    ['of another name', (value: string) => `${'A'.repeat(16)}${value.slice(16)}`],
    ['cut short', (value: string) => value.slice(0, -1)],
    ['endless', (value: string) => `${'x~'.repeat(2_000)}${value}`],
  ])('is not known by a cookie that is %s', async (_, spoil) => {
    const [person] = await colleagues(dashboard, owner, 1);
    if (person === undefined) throw new Error('nobody joined');
    const { email, browser } = person;
    browser.cookies.set(name, spoil(browser.cookies.get(name) ?? ''));
    await guess(elsewhere(), email);
    expect((await signInFrom(elsewhere(), browser, email)).status).toBe(429);
  });

  it('is not known by the cookie of another server', async () => {
    const other = await openDashboardServer('sqlite', {}, { passwords: cheapPasswords });
    try {
      const foreign = (await setUpOwner(other)).browser.cookies.get(name) ?? '';
      const email = await member();
      const browser = stranger(dashboard);
      browser.cookies.set(name, foreign);
      await guess(elsewhere(), email);
      expect((await signInFrom(elsewhere(), browser, email)).status).toBe(429);
    } finally {
      await other.stop();
    }
  });

  it('is forgotten after 30 days without a sign-in, and when the password is changed elsewhere', async () => {
    const [gone, changed] = await colleagues(dashboard, owner, 2);
    if (gone === undefined || changed === undefined) throw new Error('nobody joined');
    const there = stranger(dashboard);
    await signInFrom(elsewhere(), there, changed.email);
    const next = 'another long password';
    const wish = { current_password: password, new_password: next };
    expect((await there.post('/session/password', wish)).status).toBe(204);
    await guess(elsewhere(), changed.email);
    expect((await signInFrom(elsewhere(), changed.browser, changed.email, next)).status).toBe(429);
    // The one that changed it is known by the new one.
    expect((await signInFrom(elsewhere(), there, changed.email, next)).status).toBe(200);
    later(29 * 86_400);
    await guess(elsewhere(), gone.email);
    expect((await signInFrom(elsewhere(), gone.browser, gone.email, 'wrong')).status).toBe(401);
    later(2 * 86_400);
    await guess(elsewhere(), gone.email);
    expect((await signInFrom(elsewhere(), gone.browser, gone.email)).status).toBe(429);
  });

  it('is known after a restart, which forgets what was counted', async () => {
    const [person] = await colleagues(dashboard, owner, 1);
    if (person === undefined) throw new Error('nobody joined');
    await guess(elsewhere(), person.email);
    await dashboard.restart();
    await guess(elsewhere(), person.email);
    expect((await signInFrom(elsewhere(), stranger(dashboard), person.email)).status).toBe(429);
    expect((await signInFrom(elsewhere(), person.browser, person.email)).status).toBe(200);
  });
});
