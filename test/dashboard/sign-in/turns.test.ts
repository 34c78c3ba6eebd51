import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPasswordTurns, givesWay, nextOf } from '../../../src/dashboard/auth/password-turns.ts';
import { setPassword } from '../../../src/dashboard/people/set-password.ts';
import { nobody } from '../../audit/authors.ts';
import {
  type Browser,
  type DashboardServer,
  openDashboardServer,
  setUpOwner,
  testDashboards,
  tokenOf,
} from '../dashboard-server.ts';
import { createGate } from './gate.ts';
import { type Colleague, colleagues, signInFrom, stranger, waitOf } from './people-at.ts';

describe('a flood of passwords', () => {
  const gate = createGate();
  let dashboard: DashboardServer;
  let owner: Browser;
  let people: Colleague[];
  beforeAll(async () => {
    dashboard = await openDashboardServer('sqlite', { TRUST_PROXY: 'on' }, { passwords: gate.passwords });
    owner = (await setUpOwner(dashboard)).browser;
    people = await colleagues(dashboard, owner, 4);
  });
  afterAll(() => dashboard.stop());

  it('is hashed two at a time, 32 wait, and the rest is told to come again; other addresses get their turn', async () => {
    gate.close();
    const flood = Array.from({ length: 60 }, (_, n) =>
      signInFrom('203.0.113.66', stranger(dashboard), `nobody-${n}@example.com`, 'a guess'),
    );
    // 26 of them are turned away while the others still wait.
    const early = Promise.all(flood.map((each) => Promise.race([each, turnedAway(flood, 26)])));
    const refused = (await early).filter((answer) => answer !== 'waits');
    expect(refused).toHaveLength(26);
    for (const answer of refused) {
      expect([answer.status, answer.body.code, waitOf(answer)]).toEqual([503, 'SERVICE_UNAVAILABLE', 4]);
      expect(answer.body.detail).toContain('Try again in 4 seconds');
    }
    expect(gate.running).toBe(2);
    const others = people.map(({ browser, email }, n) => signInFrom(`198.51.100.${n}`, browser, email));
    // Each has taken the place of one of the flood.
    await turnedAway(flood, 30);
    gate.open();
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 503)).toHaveLength(30);
    expect(gate.most).toBe(2);
  });

  it('of new passwords waits in the same queue', async () => {
    const { link } = (await owner.post('/invitations', { email: 'new@example.com', role: 'viewer' })).body.data;
    gate.close();
    const address = '203.0.113.67';
    const flood = Array.from({ length: 40 }, (_, n) =>
      signInFrom(address, stranger(dashboard), `somebody-${n}@example.com`, 'a guess'),
    );
    await turnedAway(flood, 6);
    const wish = { token: tokenOf(link), name: 'New', password: 'a long enough password' };
    const accept = () => stranger(dashboard).send('POST', '/invitations/accept', wish, { 'X-Forwarded-For': address });
    expect((await accept()).status).toBe(503);
    gate.open();
    await Promise.all(flood);
    expect((await accept()).status).toBe(200);
  });

  function turnedAway(flood: readonly Promise<{ status: number }>[], count: number): Promise<'waits'> {
    return new Promise((resolve) => {
      let refused = 0;
      for (const each of flood) {
        void each.then(({ status }) => {
          if (status === 503) refused += 1;
          // After the answers themselves.
          if (refused === count) setImmediate(() => resolve('waits'));
        });
      }
    });
  }
});

describe('whose turn it is', () => {
  const turn = fc.record({ address: fc.constantFrom('a', 'b', 'c'), subject: fc.constantFrom('x', 'y', 'z') });

  it('is the one of the address, and in it of the account, that was served longest ago', () => {
    const waiting = [
      { address: 'a', subject: 'x' },
      { address: 'a', subject: 'y' },
      { address: 'b', subject: 'x' },
    ];
    const served = (names: Record<string, number>) => (name: string) => names[name] ?? 0;
    expect(nextOf(waiting, new Set(), served({}))).toBe(waiting[0]);
    expect(nextOf(waiting, new Set(), served({ a: 2, b: 1 }))).toBe(waiting[2]);
    expect(nextOf(waiting, new Set(), served({ b: 3, a: 2, 'a x': 2, 'a y': 1 }))).toBe(waiting[1]);
    expect(nextOf(waiting, new Set(['x']), served({}))).toBe(waiting[1]);
    expect(nextOf(waiting, new Set(['x', 'y']), served({}))).toBeUndefined();
  });

  it('is given up only to somebody who has less in the queue', () => {
    fc.assert(
      fc.property(fc.array(turn), turn, (waiting, newcomer) => {
        const given = givesWay(waiting, newcomer);
        const of = (address: string) => waiting.filter((each) => each.address === address);
        const own = of(newcomer.address);
        if (given === undefined) {
          for (const address of ['a', 'b', 'c']) expect(of(address).length).toBeLessThanOrEqual(own.length + 1);
          return;
        }
        const same = (subject: string) => own.filter((each) => each.subject === subject).length;
        if (given.address === newcomer.address) expect(same(given.subject)).toBeGreaterThan(same(newcomer.subject) + 1);
        else expect(of(given.address).length).toBeGreaterThan(own.length + 1);
      }),
    );
  });

  it('comes to all who wait, one at a time for an account, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 32 }), async (asked) => {
        const turns = createPasswordTurns();
        const running = new Map<string, number>();
        const work = async (subject: string, n: number) => {
          expect(running.get(subject) ?? 0).toBe(0);
          running.set(subject, 1);
          await Promise.resolve();
          running.set(subject, 0);
          if (n % 3 === 0) throw new Error('failed');
          return n;
        };
        const all = asked.map((each, n) => turns.run(each, () => work(each.subject, n)));
        const ends = await Promise.allSettled(all);
        expect(ends.map(({ status }) => status)).toEqual(asked.map((_, n) => (n % 3 === 0 ? 'rejected' : 'fulfilled')));
      }),
    );
  });
});

const gate = createGate();
testDashboards(
  'a password that the operator replaces while somebody signs in by it',
  (dashboard) => {
    it('lets nobody in any more', async () => {
      const { email } = await setUpOwner(dashboard());
      gate.close();
      const signsIn = signInFrom('127.0.0.1', stranger(dashboard()), email);
      await vi.waitFor(() => expect(gate.running).toBe(1));
      const { store } = dashboard();
      const operator = { store, now: Date.now, newId: randomUUID, author: nobody, changed: () => undefined };
      await setPassword(operator, { email, password: 'quite another one' });
      gate.open();
      expect((await signsIn).status).toBe(401);
      expect(await store.read.selectFrom('dashboard_sessions').selectAll().execute()).toEqual([]);
    });
  },
  { passwords: gate.passwords },
);
