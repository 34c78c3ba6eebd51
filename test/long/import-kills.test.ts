import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, inject, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { generatedFile } from '../import/generated-file.ts';
import { everyRow, organizationId } from '../import/import-work.ts';
import { Dice } from '../secrets/dice.ts';
import { emptyDatabase } from '../store/open-test-store.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { addOrganization } from '../store/rows.ts';
import { figure, runTrials } from './trials.ts';

/** A command from its start to its end, or to a moment at which it is killed. @returns its exit code, null where it was killed */
async function command(
  args: readonly string[],
  settings: NodeJS.ProcessEnv,
  killAfter: number | null,
): Promise<number | null> {
  const child = spawn(process.execPath, ['src/cli/import.ts', ...args], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  if (killAfter !== null) {
    await Promise.race([ended, pause(killAfter)]);
    child.kill('SIGKILL');
  }
  const [code] = await ended;
  return code;
}

/** What is stored, by the names that everybody knows: numbers and ids are those of their run. */
async function known(store: Store): Promise<unknown> {
  const { rows: levels } = await sql`select a.username, v.external_id, l.at, l.still, l.views, l.likes, l.comments
    from post_levels l join account_videos v on v.id = l.post_id join accounts a on a.id = v.account_id
    order by 1, 2, 3`.execute(store.read);
  const { rows: looks } = await sql`select a.username, l.at, l.listing, l.followers from account_looks l
    join accounts a on a.id = l.account_id order by 1, 2`.execute(store.read);
  const { rows: days } = await sql`select a.username, d.day, d.views, d.likes, d.comments, d.followers_gained
    from account_days d join accounts a on a.id = d.account_id order by 1, 2`.execute(store.read);
  return { levels, looks, days };
}

describe.each(['sqlite', 'postgres'] as const)('imports that are killed again and again, on %s', (dialect) => {
  it('lose and double nothing, neither going in nor taken back', async () => {
    const { folder, setting, remove } = await emptyDatabase(dialect);
    const settings = {
      DATA_DIR: folder,
      SECRETS_FILE: join(folder, 'secrets.json'),
      ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
    };
    const store = await openStore(
      setting.kind === 'postgres' ? setting : { kind: 'sqlite', file: join(folder, 'creatoraudit.db') },
    );
    await addOrganization(store, organizationId);
    const empty = await everyRow(store);
    const file = join(folder, 'posts.csv');
    const dice = new Dice(inject('longSeed'));
    await writeFile(file, generatedFile(dice, { accounts: 4, posts: 800, looks: 12 }));
    const begun = performance.now();
    expect(await command([file], settings, null)).toBe(0);
    const whole = performance.now() - begun;
    const reference = await known(store);
    expect(await rollupDifferences(store)).toEqual([]);
    const importOf = async (state: 'applied' | 'withdrawing') =>
      (await store.read.selectFrom('imports').select('id').where('state', '=', state).executeTakeFirst())?.id;
    await command(['--take-back', (await importOf('applied')) ?? ''], settings, null);
    expect(await everyRow(store)).toEqual(empty);
    let kills = 0;
    await runTrials({ name: `import, ${dialect}`, least: 2, most: 40, share: 0.03 }, async () => {
      while ((await command([file], settings, 200 + dice.below(Math.ceil(whole)))) === null) kills += 1;
      expect(await known(store)).toEqual(reference);
      expect(await rollupDifferences(store)).toEqual([]);
      const id = (await importOf('applied')) ?? '';
      while ((await command(['--take-back', id], settings, 200 + dice.below(Math.ceil(whole)))) === null) kills += 1;
      expect(await everyRow(store)).toEqual(empty);
    });
    figure(`import, ${dialect}: ${kills} kills`);
    await store.close();
    await remove();
  });
});
