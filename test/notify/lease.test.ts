import { expect, it } from 'vitest';
import { holdLease, leaveLease } from '../../src/notify/outbox/lease.ts';
import { testStores } from '../store/open-test-store.ts';

testStores('the lease of the sender', (opened) => {
  const sender = (id: string, pid = 1, isAlive = true) => ({ id, pid, startedAt: pid, isAlive: () => isAlive });

  it('is one process’s until it says nothing for half a minute, ends, or leaves it', async () => {
    const { store } = opened();
    const [a, b] = [sender('a', 1), sender('b', 2)];
    const holds = (one: typeof a, at: number) => holdLease(store, one, at);
    expect(await Promise.all([holds(a, 0), holds(b, 0), holds(a, 10_000), holds(b, 29_999)])).toContain(true);
    const first = (await holds(a, 1)) ? a : b;
    const second = first === a ? b : a;
    expect([await holds(second, 20_000), await holds(first, 20_000), await holds(second, 49_000)]).toEqual([
      false,
      true,
      false,
    ]);
    // Silent since: as one of another machine that is gone.
    expect([await holds(second, 60_000), await holds(first, 60_001)]).toEqual([true, false]);
    // Of this machine, and not alive any more.
    expect(await holds({ ...first, isAlive: () => false }, 60_002)).toBe(true);
    // In a container the next start has the same process id.
    expect(await holds({ ...second, id: 'c', pid: first.pid, startedAt: 77 }, 60_003)).toBe(true);
    await leaveLease(store, first);
    expect(await holds(second, 60_004)).toBe(false);
    await leaveLease(store, { ...second, id: 'c' });
    expect(await holds(second, 60_005)).toBe(true);
    // A clock that was ahead is set right.
    expect(await holds(first, -100_000)).toBe(true);
  });
});
