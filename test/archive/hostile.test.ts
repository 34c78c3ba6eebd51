import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { beforeAll, expect, it } from 'vitest';
import yazl from 'yazl';
import { openZip } from '../../src/import/files/zip.ts';
import { limits } from '../../src/import/limits.ts';
import { fillLists } from '../api/fill-lists.ts';
import { testServer } from '../server/test-server.ts';
import { servingOf } from '../services/serving.ts';
import { exported, imported, newPlace, type Place } from './archived.ts';

const opened = testServer({ RATE_LIMIT_PER_MINUTE: '1000000' });
const files = new Map<string, string>();
let place: Place;

beforeAll(async () => {
  place = await newPlace(opened(), 'source');
  await fillLists(servingOf(opened().context.store, place.organizationId), 'word');
  const zip = await openZip(await exported(place, 'source.zip'), limits);
  for (const member of zip.members) files.set(member.name, await text(await member.open()));
  zip.close();
});

type Row = Record<string, unknown>;

/** An archive in which somebody has changed a file; its manifest says so where it is to look right. */
async function changed(name: string, change: (rows: Row[]) => unknown[], isSigned = true): Promise<string> {
  const rows = (files.get(name) ?? '')
    .trimEnd()
    .split('\n')
    .map((line): Row => JSON.parse(line));
  const lines = change(rows).map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`);
  const written = new Map(files).set(name, lines.join(''));
  if (isSigned) {
    const manifest = JSON.parse(files.get('manifest.json') ?? '');
    for (const file of manifest.files) {
      if (file.name !== name) continue;
      file.rows = lines.length;
      file.sha256 = createHash('sha256').update(lines.join('')).digest('hex');
    }
    written.set('manifest.json', JSON.stringify(manifest));
  }
  return await packed(written);
}

async function packed(content: ReadonlyMap<string, string>): Promise<string> {
  const zip = new yazl.ZipFile();
  for (const [name, body] of content) zip.addBuffer(Buffer.from(body), name);
  zip.end();
  const path = join(opened().folder, `${crypto.randomUUID()}.zip`);
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

/** What became of it, and that nothing of it stays. */
async function refused(path: string): Promise<string> {
  const target = await newPlace(opened(), 'target');
  const reason = await imported(target, path).then(
    () => 'taken',
    (error: Error) => error.message,
  );
  const { read } = opened().context.store;
  for (const table of ['accounts', 'creators', 'videos', 'origins'] as const) {
    const left = await read
      .selectFrom(table)
      .selectAll()
      .where('organization_id', '=', target.organizationId)
      .execute();
    expect(left).toEqual([]);
  }
  return reason;
}

const first = (change: (row: Row) => Row) => (rows: Row[]) =>
  rows.map((row, index) => (index === 0 ? change(row) : row));

it('is refused where it was damaged or changed', async () => {
  expect(await refused(await changed('creators.ndjson', (rows) => rows.slice(1), false))).toMatch(/changed or damaged/);
  expect(
    await refused(
      await changed(
        'creators.ndjson',
        first((row) => ({ ...row, name: 'x' })),
        false,
      ),
    ),
  ).toMatch(/changed/);
  const lacking = new Map(files);
  lacking.delete('account_looks.ndjson');
  expect(await refused(await packed(lacking))).toMatch(/lacks account_looks/);
  expect(await refused(await packed(new Map([['creators.ndjson', '']])))).toMatch(/no archive/);
  const path = join(opened().folder, 'no.zip');
  await writeFile(path, 'no zip');
  expect(await refused(path)).toMatch(/cannot be read/);
});

it('is refused where a newer program wrote it', async () => {
  const manifest = JSON.parse(files.get('manifest.json') ?? '');
  const newer = (more: object) => packed(new Map(files).set('manifest.json', JSON.stringify({ ...manifest, ...more })));
  expect(await refused(await newer({ tables: '9999-later' }))).toMatch(/newer version/);
  expect(await refused(await newer({ format: 2 }))).toMatch(/not one that this version/);
});

it('reaches no row of another organization', async () => {
  const { read } = opened().context.store;
  const foreign = await newPlace(opened(), 'foreign');
  const own = servingOf(opened().context.store, foreign.organizationId);
  const account_id = await own.account('theirs', { views: [1] });
  const post = (await own.ask('list_account_videos')).body.data[0]?.id;
  const before = await read.selectFrom('account_looks').selectAll().where('account_id', '=', account_id).execute();
  const reasons = [
    await refused(
      await changed(
        'account_looks.ndjson',
        first((row) => ({ ...row, account_id })),
      ),
    ),
    await refused(
      await changed(
        'account_days.ndjson',
        first((row) => ({ ...row, account_id })),
      ),
    ),
    await refused(
      await changed(
        'account_videos.ndjson',
        first((row) => ({ ...row, account_id })),
      ),
    ),
    await refused(
      await changed(
        'post_levels.ndjson',
        first((row) => ({ ...row, post_id: post })),
      ),
    ),
    await refused(
      await changed(
        'accounts.ndjson',
        first((row) => ({ ...row, creator_id: crypto.randomUUID() })),
      ),
    ),
  ];
  for (const reason of reasons) expect(reason).toMatch(/not in it/);
  // What an archive says of an organization counts for nothing: rows are of the one that they are taken into.
  const named = await changed(
    'creators.ndjson',
    first((row) => ({ ...row, organization_id: foreign.organizationId })),
  );
  await imported(await newPlace(opened(), 'fine'), named);
  expect((await own.ask('list_creators')).body.data).toEqual([]);
  expect(await read.selectFrom('account_looks').selectAll().where('account_id', '=', account_id).execute()).toEqual(
    before,
  );
});

it('brings in nothing that the program does not write', async () => {
  const wrong: [string, Row][] = [
    ['creators.ndjson', { metadata: '{"a":{}}' }],
    ['creators.ndjson', { metadata: 'no JSON' }],
    ['creators.ndjson', { name: 'a\0b' }],
    ['creators.ndjson', { created_at: 'yesterday' }],
    ['creators.ndjson', { is_active: 2 }],
    ['creators.ndjson', { id: 'x' }],
    ['accounts.ndjson', { follower_count: 1.5 }],
    ['accounts.ndjson', { follower_count: '12' }],
    ['accounts.ndjson', { username: null }],
    ['account_videos.ndjson', { id: 4_000_000_000 }],
    ['account_looks.ndjson', { steps: '{"followers":"x"}' }],
    ['account_days.ndjson', { day: '2026-02-30' }],
  ];
  for (const [name, cell] of wrong) {
    expect(
      await refused(
        await changed(
          name,
          first((row) => ({ ...row, ...cell })),
        ),
      ),
      JSON.stringify(cell),
    ).toMatch(/does not write/);
  }
  expect(
    await refused(
      await changed(
        'accounts.ndjson',
        first((row) => ({ ...row, platform: 'myspace' })),
      ),
    ),
  ).toMatch(/do not fit/);
  expect(await refused(await changed('creators.ndjson', (rows) => [...rows, rows[0]]))).toMatch(
    /two rows of one creator/,
  );
  expect(await refused(await changed('creators.ndjson', () => ['no JSON']))).toMatch(/no row/);
});

it('leaves the numbers of posts to all others', async () => {
  const moved = await changed('account_videos.ndjson', (rows) => {
    const [row] = rows;
    return row === undefined ? [] : [{ ...row, id: 2_147_483_647 }];
  });
  // Levels of the posts that are gone refer to nothing now.
  expect(await refused(moved)).toMatch(/not in it/);
  const own = servingOf(opened().context.store, (await newPlace(opened(), 'later')).organizationId);
  await own.account('later', { views: [1] });
  expect((await own.ask('list_account_videos')).body.data[0]?.id).toBeLessThan(1_000);
});
