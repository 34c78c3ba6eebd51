import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { expect, inject, it } from 'vitest';
import type { StoreSetting } from '../../src/store/setting.ts';
import type { Store } from '../../src/store/store.ts';
import { Dice } from '../secrets/dice.ts';
import { tracked } from '../store/observed/arbitrary.ts';
import type { Step } from '../store/observed/looks.ts';
import { stepsFrom } from '../store/observed/many-steps.ts';
import { tablesOf } from '../store/observed/tables.ts';
import { take } from '../store/observed/take.ts';
import { openTestStore, type TestStore } from '../store/open-test-store.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization } from '../store/rows.ts';
import { figure, runTrials } from './trials.ts';

async function prepared(dialect: Store['dialect']): Promise<TestStore> {
  const opened = await openTestStore(dialect);
  await addOrganization(opened.store, 'o');
  await addCreator(opened.store, 'o', 'c');
  for (const [id, platform] of tracked.accounts) await addAccount(opened.store, 'o', accountFacts(id, platform, 'c'));
  return opened;
}

/** Has a process go on with the steps until it has told of so many more, and kills it a little later. */
async function killedAfter(
  setting: StoreSetting,
  seed: number,
  done: number,
  { more, ms }: { more: number; ms: number },
) {
  const recorder = new URL('../store/observed/record-steps.ts', import.meta.url);
  const child = fork(recorder, [JSON.stringify(setting), String(seed), String(done)]);
  let acknowledged = done;
  child.on('message', (count) => {
    acknowledged = Number(count);
    if (acknowledged === done + more) setTimeout(() => child.kill('SIGKILL'), ms);
  });
  await once(child, 'exit');
  return acknowledged;
}

/** PostgreSQL may still be at a statement whose client is gone. */
async function nothingUnderWay({ dialect, read }: Store): Promise<void> {
  if (dialect === 'sqlite') return;
  const others = sql<{ busy: string }>`select count(*) as busy from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'`;
  await expect.poll(async () => Number((await others.execute(read)).rows[0]?.busy)).toBe(0);
}

it.each(['sqlite', 'postgres'] as const)(
  'SIGKILL among late looks and withdrawals on %s leaves what the acknowledged calls make, or that and the one under way',
  async (dialect) => {
    const seed = inject('longSeed');
    const dice = new Dice(seed);
    const steps = stepsFrom(seed);
    const killed = await prepared(dialect);
    // The same steps one by one, which nobody kills.
    const whole = await prepared(dialect);
    let done = 0;
    let underWay = 0;
    const goOn = (some: readonly Step[]) => take(whole.store, some, tracked);
    const trials = await runTrials(
      { name: `kills among late looks on ${dialect}`, least: 3, most: 100, share: 0.012 },
      async () => {
        const acknowledged = await killedAfter(killed.setting, seed, done, {
          more: 1 + dice.below(8),
          ms: dice.below(15),
        });
        await nothingUnderWay(killed.store);
        await goOn(steps.slice(done, acknowledged));
        done = acknowledged;
        const tables = await tablesOf(killed.store);
        // A call that was under way is done wholly or not at all.
        const without = await tablesOf(whole.store);
        if (!sameTables(tables, without)) {
          await goOn(steps.slice(done, done + 1));
          done += 1;
          underWay += 1;
          expect(tables).toEqual(await tablesOf(whole.store));
        }
        expect(await rollupDifferences(killed.store)).toEqual([]);
      },
    );
    figure(
      `kills among late looks on ${dialect}: ${trials} kills, ${done} calls, ${underWay} done without anybody hearing of it`,
    );
    for (const { store, remove } of [killed, whole]) {
      await store.close();
      await remove();
    }
  },
);

function sameTables(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
