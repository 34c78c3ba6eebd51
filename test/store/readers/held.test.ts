import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HeldTooLong, isHeldTooLong } from '../../../src/store/held.ts';
import { askLong, askOnce, slot } from '../../../src/store/statement-cache.ts';
import { openTestStore, type TestStore } from '../open-test-store.ts';
import { holdThread } from './hold-thread.ts';

let current: TestStore;
beforeAll(async () => {
  current = await openTestStore('sqlite');
});
afterAll(async () => {
  await current.store.close();
  await current.remove();
});

/** Counts numbers, and asks at each whether it may go on. */
function counting(asked: string) {
  return sql<{
    total: number;
  }>`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${slot('most')})
    select count(*) as total from n where ${sql.raw(asked)}`;
}
const compiled = (asked: string) => ({ compile: () => counting(asked).compile(current.store.read) });

it('is told within a turn of the event loop, and forgotten with it', async () => {
  expect(isHeldTooLong()).toBe(false);
  holdThread();
  await nextTurn();
  for (let call = 0; call < 100; call += 1) expect(isHeldTooLong()).toBe(false);
});

it('breaks off a read that asks, not one that does not', async () => {
  const { read } = current.store;
  const endless = sql`with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n where in_time()`;
  await expect(endless.execute(read)).rejects.toBeInstanceOf(HeldTooLong);
  holdThread();
  const short = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 100) select count(*) from n`;
  expect((await short.execute(read)).rows.length).toBe(1);
});

it('sends what was broken off to a reader, which comes to the same', async () => {
  const values = { organization_id: 'one', most: 200_000 };
  const { store } = current;
  const sent: string[] = [];
  const told: typeof store = {
    ...store,
    readHeavy: (organizationId, read) => {
      sent.push(organizationId);
      return store.readHeavy(organizationId, read);
    },
  };
  expect(await askOnce(told, compiled('1'), values)).toEqual([{ total: 200_000 }]);
  expect(sent).toEqual([]);
  await nextTurn();
  holdThread();
  expect(await askOnce(told, compiled('in_time()'), values)).toEqual([{ total: 200_000 }]);
  expect(sent).toEqual(['one']);
  expect(await askLong(told, compiled('1'), values)).toEqual([{ total: 200_000 }]);
  expect(sent).toEqual(['one', 'one']);
});

it('leaves errors of other kinds as they are', async () => {
  await expect(askOnce(current.store, compiled('nothing'), { organization_id: 'one', most: 1 })).rejects.toMatchObject({
    code: 'SQLITE_ERROR',
  });
});
