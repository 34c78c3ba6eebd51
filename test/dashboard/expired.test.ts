import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { setUpOwner, testDashboards } from './dashboard-server.ts';

testDashboards('what is over', (dashboard) => {
  it('is deleted at the start: sessions and unfinished sign-ins, and nothing that still counts', async () => {
    const { browser } = await setUpOwner(dashboard());
    const { write } = dashboard().store;
    const { person_id } = await write.selectFrom('dashboard_sessions').select('person_id').executeTakeFirstOrThrow();
    const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const dated = (expires: number) => ({ created_at: at(-9), updated_at: at(-9), expires_at: at(expires) });
    const session = (expires: number) => ({ id: randomUUID(), token: randomUUID(), person_id, ...dated(expires) });
    const state = (expires: number) => ({ id: randomUUID(), identifier: randomUUID(), value: '{}', ...dated(expires) });
    // More than are deleted at once.
    const many = Array.from({ length: 1_100 }, (_, n) => -1 - n / 200);
    for (const expiries of [many.slice(0, 600), many.slice(600), [1]]) {
      await write.insertInto('dashboard_sessions').values(expiries.map(session)).execute();
      await write.insertInto('verifications').values(expiries.map(state)).execute();
    }
    await dashboard().restart();
    const left = async (table: 'dashboard_sessions' | 'verifications') =>
      (await dashboard().store.read.selectFrom(table).select('id').execute()).length;
    await vi.waitFor(
      async () => expect([await left('dashboard_sessions'), await left('verifications')]).toEqual([2, 1]),
      {
        timeout: 10_000,
      },
    );
    expect((await browser.get('/members')).status).toBe(200);
  });
});
