import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { createArchiveStream } from '../../src/export/archive/archive-stream.ts';
import { openArchive } from '../../src/import/archive/read-archive.ts';
import { limits } from '../../src/import/limits.ts';
import { processClaim } from '../../src/import/run/process-claim.ts';
import { type Browser, type Json, joinAs, setUpOwner, testDashboards } from './dashboard-server.ts';
import { upload, uploadReal } from './upload.ts';

const content = '04-tiktok-studio-Content.csv';

testDashboards('an organization as an archive', (dashboard) => {
  let owner: Browser;
  let first: string | null;
  let accounts: Json;
  let archive: Buffer;

  const send = (browser: Browser, bytes: Buffer, name = 'archive.zip') => upload(browser, name, bytes, 100_000);
  const events = async () =>
    (await owner.get('/audit?limit=200')).body.data.map(({ event }: { event: string }) => event) as Json;
  /** A row without what is of the account's place. */
  const told = ({ id, created_at, ...rest }: Json) => rest;

  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
    await owner.post('/imports', { upload_id: await uploadReal(owner, content), said: {} });
    first = owner.shows;
    accounts = (await owner.get('/v2/accounts')).body.data;
    expect(accounts).toHaveLength(1);
  });

  it('is handed to owners alone, and not before it is in the trail', async () => {
    for (const role of ['viewer', 'member', 'admin']) {
      const { browser } = await joinAs(dashboard(), owner, role);
      expect([role, (await browser.file('/archive')).status]).toEqual([role, 403]);
      expect((await browser.post('/archive', { upload_id: crypto.randomUUID() })).status).toBe(403);
    }
    expect(await events()).not.toContain('archive.exported');
    const answer = await owner.file('/archive');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="archive-\d{4}-\d\d-\d\d\.zip"$/);
    expect(await events()).toContain('archive.exported');
    archive = answer.bytes;
    const path = join(dashboard().secretsFile, '..', 'archive.zip');
    await writeFile(path, archive);
    const { manifest, close } = await openArchive(path, limits);
    close();
    const rows = Object.fromEntries(manifest.files.map(({ name, rows }) => [name, rows]));
    expect(rows).toMatchObject({ 'accounts.ndjson': 1, 'account_videos.ndjson': 13, 'imports.ndjson': 1 });
    expect(manifest.organization.id).toBe(first);
  });

  it('is refused while an import is under way', async () => {
    const state = (to: 'applying' | 'applied') =>
      dashboard().store.write.updateTable('imports').set({ state: to }).execute();
    await state('applying');
    const refused = await owner.file('/archive');
    await state('applied');
    expect([refused.status, refused.bytes.toString()]).toEqual([409, expect.stringContaining('under way')]);
  });

  it('is looked at, taken into an empty organization, and its new ids are told', async () => {
    await owner.post('/organizations', { name: 'Second' });
    const upload_id = await send(owner, archive);
    const preview = (await owner.post('/archive/previews', { upload_id })).body.data;
    expect(preview).toMatchObject({
      organization_name: 'First',
      rows: { accounts: 1, account_videos: 13, post_levels: 13 },
      refusal: null,
    });
    expect((await owner.get('/v2/accounts')).body.data).toEqual([]);
    expect((await owner.get(`/archive/${upload_id}`)).body.data.state).toBe('waiting');
    const empty = await owner.file(`/archive/${upload_id}/ids`);
    expect([empty.bytes.toString(), empty.headers.get('content-disposition')]).toEqual([
      '',
      'attachment; filename="ids.csv"',
    ]);
    const node = await dashboard().node();
    const started = await owner.post('/archive', { upload_id });
    expect([started.status, started.body.data]).toMatchObject([202, { state: 'done', reason: null }]);
    const there = (await owner.get('/v2/accounts')).body.data;
    expect(there.map(told)).toEqual(accounts.map(told));
    const { changed_ids } = (await owner.at({ server: node }).get(`/archive/${upload_id}`)).body.data;
    const table = (await owner.file(`/archive/${upload_id}/ids`)).bytes.toString();
    const lines = table.trimEnd().split('\r\n');
    expect([lines[0], lines.length - 1]).toEqual(['kind,archived,here', changed_ids]);
    expect(lines).toContain(`account,${accounts[0].id},${there[0].id}`);
    expect(await events()).toEqual(expect.arrayContaining(['archive.begun', 'archive.imported']));
    // Once: asking again does nothing anew.
    expect((await owner.post('/archive', { upload_id })).body.data).toEqual(started.body.data);
    expect((await owner.get('/v2/accounts')).body.data).toHaveLength(1);
  });

  it('is refused in words where there is data already, where it is damaged, and where it is none', async () => {
    const upload_id = await send(owner, archive);
    const preview = await owner.post('/archive/previews', { upload_id });
    expect(preview.body.data.refusal).toContain('an empty one only');
    expect((await owner.post('/archive', { upload_id })).body.data).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('an empty one only'),
    });
    await owner.post('/organizations', { name: 'Third' });
    const foreign = await owner.get(`/archive/${upload_id}`);
    expect(foreign.status).toBe(404);
    const none = await owner.post('/archive/previews', { upload_id: await uploadReal(owner, content) });
    expect([none.status, none.body.detail]).toEqual([409, expect.stringContaining('zip')]);
    const other = await owner.post('/archive/previews', {
      upload_id: await uploadReal(owner, '06-tiktok-studio-export.zip'),
    });
    expect([other.status, other.body.detail]).toEqual([409, expect.stringContaining('no archive')]);
    const broken = Buffer.from(archive);
    const middle = Math.floor(broken.length / 2);
    broken.fill(0, middle, middle + 64);
    const damaged = await owner.post('/archive', { upload_id: await send(owner, broken) });
    expect([damaged.status, damaged.body.data?.state ?? 'refused']).toEqual([expect.toBeOneOf([202, 409]), 'refused']);
    expect((await owner.get('/v2/accounts')).body.data).toEqual([]);
  });

  it('is no file of numbers, and that page says where it goes', async () => {
    const file = await owner.post('/imports/previews', { upload_id: await send(owner, archive), said: {} });
    expect([file.status, file.body.detail]).toEqual([409, expect.stringContaining('archive of an organization')]);
  });

  it('can be taken in again where the process that worked on it is gone', async () => {
    await owner.post('/organizations', { name: 'Fourth' });
    const upload_id = await send(owner, archive);
    const keep = (claim: string) =>
      dashboard()
        .store.write.updateTable('uploads')
        .set({ outcome: JSON.stringify({ state: 'running', claim, since: Date.now() }) })
        .where('id', '=', upload_id)
        .execute();
    await keep('another-machine 1 x');
    expect((await owner.post('/archive', { upload_id })).body.data.state).toBe('running');
    // The same number of a process as ours, from before.
    await keep(processClaim('before'));
    expect((await owner.get(`/archive/${upload_id}`)).body.data.state).toBe('ended');
    expect((await owner.post('/archive', { upload_id })).body.data.state).toBe('done');
  });

  it('is written for some at a time', async () => {
    const archiveOf = createArchiveStream({ store: dashboard().setting, version: '1', now: Date.now });
    const open = [archiveOf(first ?? ''), archiveOf(first ?? '')];
    for (const one of open) expect((await one.next()).done).toBe(false);
    await expect(archiveOf(first ?? '').next()).rejects.toThrow(/try again/);
    await open[0]?.return(undefined);
    const next = archiveOf(first ?? '');
    expect((await next.next()).done).toBe(false);
    await Promise.all([next, open[1]].map((one) => one?.return(undefined)));
    await expect(archiveOf('nobody').next()).rejects.toThrow(/no such organization/);
  });
});
