import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { everyRow, realFile } from '../import/import-work.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { dataOf, run } from './command-line.ts';

const realFolder = fileURLToPath(new URL('../import/real/files', import.meta.url));

interface Outcome {
  readonly name: string;
  readonly kind: string;
}

/** What is said of files that do not say it themselves. */
const mapping = {
  all: { observed_at: '2026-06-30', time_zone: 'UTC' },
  files: {
    '0*': { account: 'tiktok:my.name', year: 2026 },
    '10-*': { account: 'tiktok:my.name' },
    '11-*': { account: 'instagram:my.gram' },
    '15-*': { encoding: 'windows-1251' },
    '27-*': { account: 'instagram:my.gram' },
    '30-*': { account: 'tiktok:other.name' },
  },
};

describe('npm run import', () => {
  let folder: string;
  let mappingPath: string;
  const command = (...args: string[]) => run('import', args, { DATA_DIR: folder });
  const outcomes = async (...args: string[]): Promise<readonly Outcome[]> => {
    const data: unknown = dataOf(await command(...args, '--json'));
    return Array.isArray(data) ? data : [];
  };
  const looked = async <Value>(look: (store: Awaited<ReturnType<typeof openStore>>) => Promise<Value>) => {
    const store = await openStore({ kind: 'sqlite', file: join(folder, 'creatoraudit.db') });
    try {
      return await look(store);
    } finally {
      await store.close();
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-cli-'));
    mappingPath = join(folder, 'mapping.json');
    await writeFile(mappingPath, JSON.stringify(mapping));
    await run('org', ['create', '--name', 'Acme'], { DATA_DIR: folder });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('says in one sentence what it does not understand', async () => {
    expect(await command()).toMatchObject({ code: 2, stderr: expect.stringContaining('Name files, or a folder.') });
    expect(await command('no/such/file.csv')).toMatchObject({ code: 1, stderr: 'There is no no/such/file.csv.\n' });
    const content = realFile('04-tiktok-studio-Content.csv');
    for (const [option, value, words] of [
      ['--account', 'my.name', 'instagram:NAME or tiktok:NAME'],
      ['--time-zone', 'Mars/Olympus', 'no time zone “Mars/Olympus”'],
      ['--observed-at', 'yesterday', '2026-01-31'],
    ] as const) {
      expect((await command(option, value, content)).stdout).toContain(words);
    }
    for (const [option, value] of [
      ['--year', 'last'],
      ['--values', 'some'],
      ['--decimal', ';'],
      ['--date-order', 'ymd'],
    ] as const) {
      expect((await command(option, value, content)).stderr).toContain(`${option}: `);
    }
    await writeFile(join(folder, 'wrong.json'), '{"files":{"x":{"acount":"tiktok:a"}}}');
    expect((await command('--mapping', join(folder, 'wrong.json'), content)).stderr).toContain('not right at files.x');
  });

  it('shows without changing anything', async () => {
    const before = await looked(everyRow);
    const shown = await command('--dry-run', realFile('04-tiktok-studio-Content.csv'));
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('posts: 13, of which 13 are new') });
    expect(shown.stdout).toContain('Total views → views');
    expect(await looked(everyRow)).toEqual(before);
  });

  it('brings a folder in, changes nothing the second time, and leaves nothing when all is taken back', async () => {
    const empty = await looked(everyRow);
    const all = await outcomes('--mapping', mappingPath, realFolder);
    expect(Object.fromEntries(all.map(({ name, kind }) => [name.slice(0, 2), kind]))).toEqual({
      '01': 'imported',
      '02': 'imported',
      '03': 'nothing',
      '04': 'imported',
      '06': 'imported',
      '07': 'refused',
      '08': 'imported',
      '09': 'imported',
      '10': 'imported',
      '11': 'imported',
      '13': 'nothing',
      '14': 'nothing',
      '15': 'refused',
      '16': 'refused',
      '17': 'imported',
      '19': 'refused',
      '20': 'refused',
      '22': 'imported',
      '23': 'imported',
      '24': 'imported',
      '26': 'imported',
      // Its ids are of the Graph API alone.
      '27': 'refused',
      '28': 'imported',
      '29': 'imported',
      '30': 'imported',
      '32': 'imported',
      '33': 'imported',
      '38': 'refused',
    });
    const filled = await looked(everyRow);
    // Days of accounts hold what they reported, beside what their posts come to.
    const apart = await looked(rollupDifferences);
    expect(apart.filter(({ sum }) => sum !== 'account_days')).toEqual([]);
    const again = await outcomes('--mapping', mappingPath, realFolder);
    expect(again.map(({ kind }) => kind)).not.toContain('imported');
    expect(await looked(everyRow)).toEqual(filled);
    const listed = dataOf(await command('--list', '--json'));
    const applied = (Array.isArray(listed) ? listed : []).filter(({ state }) => state === 'applied');
    expect(applied).toHaveLength(all.filter(({ kind }) => kind === 'imported').length);
    for (const { id } of applied) {
      expect(await command('--take-back', id)).toMatchObject({
        code: 0,
        stdout: 'Taken back: nothing of it is left.\n',
      });
    }
    expect(await looked(everyRow)).toEqual(empty);
  });

  it('writes a mapping with what is open, and reads it', async () => {
    const target = join(folder, 'open.json');
    await command('--write-mapping', target, '--dry-run', realFile('09-tiktok-business-videos.csv'));
    expect(JSON.parse(await readFile(target, 'utf8'))).toEqual({
      files: { '09-tiktok-business-videos.csv': { observed_at: 'YYYY-MM-DD', time_zone: 'UTC' } },
    });
    const own = join(folder, 'own.csv');
    await writeFile(own, 'Wer;Ansichten;Tag\na.b;5;2026-01-01\n');
    const columns = { Wer: 'username', Ansichten: 'views', Tag: 'day' };
    await writeFile(target, JSON.stringify({ files: { 'own.csv': { columns, platform: 'tiktok', values: 'gains' } } }));
    expect(await outcomes('--mapping', target, '--dry-run', own)).toMatchObject([
      { kind: 'previewed', totals: { days: 1, sums: { views: 5 } } },
    ]);
  });

  it('refuses where sample data is, naming the command that clears it', async () => {
    await looked((store) => store.write.updateTable('organizations').set({ holds_sample_data: 1 }).execute());
    expect(await command(realFile('04-tiktok-studio-Content.csv'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm run -s org -- clear-sample-data'),
    });
  });
});
