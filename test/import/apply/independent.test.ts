import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { takeBack } from '../../../src/import/apply/take-back.ts';
import type { Store } from '../../../src/store/store.ts';
import { Dice } from '../../secrets/dice.ts';
import { testStores } from '../../store/open-test-store.ts';
import { rollupDifferences } from '../../store/rollup-check.ts';
import { addOrganization } from '../../store/rows.ts';
import { generatedFile } from '../generated-file.ts';
import { importContext, importFile, organizationId, written } from '../import-work.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stdout.write('Imports are not compared with file_days.py: there is no python3 here.\n');

type Days = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

function byPython(paths: readonly string[]): Days {
  const script = fileURLToPath(new URL('file_days.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync('python3', [script, ...paths], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function stored(store: Store): Promise<Days> {
  const rows = await store.read
    .selectFrom('account_days as d')
    .innerJoin('accounts as a', 'a.id', 'd.account_id')
    .select(['a.username', 'd.day', 'd.views', 'd.likes', 'd.comments', 'd.followers_gained'])
    .execute();
  const days: Record<string, Record<string, number[]>> = {};
  for (const { username, day, views, likes, comments, followers_gained } of rows) {
    const gains = [views, likes, comments, followers_gained];
    if (gains.every((gain) => gain === 0)) continue;
    days[username] = { ...days[username], [day]: gains };
  }
  return days;
}

describe.skipIf(!hasPython)('days by a script of its own', () => {
  testStores('imports', (opened) => {
    beforeAll(async () => {
      await addOrganization(opened().store, organizationId);
    });

    it('agree on every day, with one file, with two that overlap, and with the first taken back', async () => {
      const { store, folder } = opened();
      const context = importContext(store);
      const lines = generatedFile(new Dice(18), { accounts: 3, posts: 120, looks: 15 }).trimEnd().split('\n');
      const [header = '', ...rows] = lines;
      const part = (name: string, keeps: (row: string, at: number) => boolean) =>
        written(folder, name, `${[header, ...rows.filter(keeps)].join('\n')}\n`);
      const one = await part('instagram-one.csv', (_, at) => at % 3 !== 0);
      const two = await part('instagram-two.csv', (_, at) => at % 3 !== 1);
      const platform = { platform: 'instagram' } as const;
      const first = await importFile(context, one, platform);
      expect(await stored(store)).toEqual(byPython([one]));
      const second = await importFile(context, two, platform);
      expect(await stored(store)).toEqual(byPython([one, two]));
      expect(await rollupDifferences(store)).toEqual([]);
      await takeBack(context, { organizationId, importId: first });
      expect(await stored(store)).toEqual(byPython([two]));
      await takeBack(context, { organizationId, importId: second });
      expect(await stored(store)).toEqual({});
    });
  });
});
