import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { takeBack } from '../../../src/import/apply/take-back.ts';
import type { Answers } from '../../../src/import/reading/answers.ts';
import type { Dialect } from '../../../src/store/store.ts';
import { Dice } from '../../secrets/dice.ts';
import { testServer } from '../../server/test-server.ts';
import { rollupDifferences } from '../../store/rollup-check.ts';
import { importContext, importFileInto, realFile, written } from '../import-work.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython)
  process.stdout.write('Days of real files are not compared with those of days.py: there is no python3 here.\n');

const accounts = [
  { username: 'mara.vale', platform: 'tiktok', isLinked: true },
  { username: 'comunicatibb', platform: 'instagram', isLinked: true },
  { username: 'levels.tok', platform: 'tiktok', isLinked: true },
  { username: 'vintagerest.bg', platform: 'tiktok', isLinked: false },
] as const;
type Username = (typeof accounts)[number]['username'];

const observedAt = Date.parse('2026-06-30T12:00:00Z');
const of = (username: Username): Partial<Answers> => ({ account: { platform: 'tiktok', username } });
const files: readonly { name: string; whose: Username; answers: Partial<Answers>; at: number | null }[] = [
  { name: '01-tiktok-studio-Overview.csv', whose: 'mara.vale', answers: of('mara.vale'), at: null },
  { name: '02-tiktok-studio-FollowerHistory.csv', whose: 'mara.vale', answers: of('mara.vale'), at: null },
  { name: '04-tiktok-studio-Content.csv', whose: 'mara.vale', answers: { year: 2026 }, at: null },
  { name: '08-tiktok-business-daily.csv', whose: 'vintagerest.bg', answers: of('vintagerest.bg'), at: null },
  {
    name: '09-tiktok-business-videos.csv',
    whose: 'vintagerest.bg',
    answers: { observedAt, timeZone: 'Europe/Sofia' },
    at: observedAt,
  },
  { name: '28-own-collector-graph-export.csv', whose: 'comunicatibb', answers: { observedAt }, at: observedAt },
  { name: '30-display-api-daily-levels.json', whose: 'levels.tok', answers: of('levels.tok'), at: null },
];
type File = (typeof files)[number];

/** Two years but for a day, each as long as a window may be. */
const windows = [
  { start_date: '2025-02-28', end_date: '2026-02-27' },
  { start_date: '2025-07-01', end_date: '2026-06-30' },
];
type Window = (typeof windows)[number];
type Point = Readonly<Record<string, unknown>>;

function python<Answer>(script: string, { args = [], input = '' }: { args?: string[]; input?: string }): Answer {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout, stderr, status } = spawnSync('python3', [path, ...args], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

interface Days {
  readonly accounts: Readonly<Record<string, readonly Point[]>>;
  readonly creators: Readonly<Record<string, readonly Point[]>>;
  readonly organization: readonly Point[];
}

describe.skipIf(!hasPython).each<Dialect>(['sqlite', 'postgres'])('on %s the days of real files', (dialect) => {
  const at = testServer({}, dialect);
  let key = '';
  let creatorId = '';
  const ids = new Map<string, string>();

  beforeAll(async () => {
    key = await at().key();
    creatorId = (await at().call('POST', '/v2/creators', { key, body: { name: 'One' } })).body.data.id;
    for (const { username, platform, isLinked } of accounts) {
      const body = { platform, username, is_active: false, ...(isLinked && { creator_id: creatorId }) };
      ids.set(username, (await at().call('POST', '/v2/accounts', { key, body })).body.data.id);
    }
  });

  const expected = (kept: readonly File[], window: Window): Days => {
    const told = kept.map(({ name, whose, at }) => [name, ids.get(whose), at]);
    const observations = python<object>('real_days.py', { args: [JSON.stringify({ files: told })] });
    const facts = accounts.map(({ username, platform, isLinked }) => {
      return [ids.get(username), { platform, creator: isLinked ? creatorId : null }];
    });
    const { start_date: first, end_date: last } = window;
    const input = JSON.stringify({ ...observations, accounts: Object.fromEntries(facts), first, last });
    return python('../../store/observed/days.py', { input });
  };

  const asked = async (path: string, window: Window, like: readonly Point[]): Promise<Point[]> => {
    const query = new URLSearchParams(window).toString();
    const { status, body } = await at().call('GET', `${path}/timeseries?${query}`, { key });
    expect(status).toBe(200);
    const columns = Object.keys(like[0] ?? {});
    return body.data.map((point: Point) =>
      Object.fromEntries(columns.map((column) => [column, point[column] ?? (column === 'saves' ? 0 : null)])),
    );
  };

  const expectAgreement = async (kept: readonly File[]) => {
    for (const window of windows) {
      const days = expected(kept, window);
      for (const [id, points] of Object.entries(days.accounts)) {
        expect(await asked(`/v2/accounts/${id}`, window, points)).toEqual(points);
      }
      for (const [id, points] of Object.entries(days.creators)) {
        expect(await asked(`/v2/creators/${id}`, window, points)).toEqual(points);
      }
      expect(await asked('/v2/overview', window, days.organization)).toEqual(days.organization);
    }
    expect(await rollupDifferences(at().context.store)).toEqual([]);
  };

  it('are those of a script with none of its code: in any order, doubled, and partly taken back', async () => {
    const { store } = at().context;
    const { organizationId } = at();
    const context = importContext(store);
    const folder = await mkdtemp(join(tmpdir(), 'real-days-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const dice = new Dice(16);
    const imports: { file: File; id: string }[] = [];
    for (const file of shuffled(files, dice)) {
      imports.push({ file, id: await importFileInto(context, organizationId, realFile(file.name), file.answers) });
    }
    const sums = expected(files, { start_date: '2025-07-01', end_date: '2026-06-30' }).organization;
    expect(sums.filter(({ views }) => views !== 0).length).toBeGreaterThan(30);
    await expectAgreement(files);
    // The same again, as a file of other bytes: it says nothing new.
    const doubled: typeof imports = [];
    for (const file of shuffled(files, dice)) {
      const again = await written(folder, file.name, `${await readFile(realFile(file.name), 'utf8')}\n`);
      doubled.push({ file, id: await importFileInto(context, organizationId, again, file.answers) });
    }
    await expectAgreement(files);
    for (const { id } of imports) await takeBack(context, { organizationId, importId: id });
    await expectAgreement(files);
    const [gone, left] = [doubled.slice(0, 2), doubled.slice(2)];
    for (const { id } of gone) await takeBack(context, { organizationId, importId: id });
    await expectAgreement(left.map(({ file }) => file));
  });
});

function shuffled<One>(all: readonly One[], dice: Dice): One[] {
  return all
    .map((one) => ({ one, place: dice.below(1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
