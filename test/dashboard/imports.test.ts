import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { realFile } from '../import/import-work.ts';
import { type Answer, type Browser, joinAs, setUpOwner, testDashboards } from './dashboard-server.ts';
import { changed_at, upload, uploadReal } from './upload.ts';

testDashboards('imports', (dashboard) => {
  let owner: Browser;
  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
  });

  it('are previewed, brought in, listed, audited, and taken back', async () => {
    const { browser: admin } = await joinAs(dashboard(), owner, 'admin');
    const content = '04-tiktok-studio-Content.csv';
    const upload_id = await uploadReal(admin, content);
    const preview = await admin.post('/imports/previews', { upload_id, said: {} });
    expect([preview.status, preview.body.data[0]]).toMatchObject([
      200,
      {
        kind: 'previewed',
        tables: [{ recognised: 'TikTok Studio, Content', outcome: 'planned' }],
        totals: { rows: 13, posts: 13, sums: { views: 537_161, likes: 4_063 } },
        preview: { accounts: 1, new_accounts: 1, posts: 13, new_posts: 13, overlaps: [] },
      },
    ]);
    expect(preview.body.data[0].preview.samples).toHaveLength(5);
    expect((await admin.get('/imports')).body.data).toEqual([]);
    expect((await admin.get('/v2/accounts')).body.data).toEqual([]);
    const started = await admin.post('/imports', { upload_id, said: {} });
    expect([started.status, started.body.data[0].kind]).toEqual([200, 'imported']);
    const overview = await admin.get('/v2/accounts');
    expect(overview.body.data).toMatchObject([{ username: 'mara.vale', view_count: 537_161 }]);
    const listed = await admin.get('/imports');
    const [{ id }] = listed.body.data;
    expect(listed.body).toMatchObject({
      data: [{ name: content, state: 'applied', rows: 13, rejected: 0, recognised: 'TikTok Studio, Content' }],
      holds_sample_data: false,
    });
    const again = await uploadReal(admin, content);
    const known = await admin.post('/imports', { upload_id: again, said: {} });
    expect(known.body.data[0]).toMatchObject({ kind: 'known', import_id: id });
    expect((await admin.send('DELETE', `/imports/${id}`)).status).toBe(204);
    expect((await admin.get('/v2/accounts')).body.data).toEqual([]);
    expect((await admin.get('/imports')).body.data).toMatchObject([{ id, state: 'withdrawn' }]);
    const trail = await owner.get('/audit-events?event=import.taken_back');
    const events = trail.status === 200 ? trail : await owner.get('/audit?event=import.taken_back');
    expect(JSON.stringify(events.body)).toContain(id);
  });

  it('ask, refuse and reject in words', async () => {
    const upload_id = await uploadReal(owner, '17-meta-suite-instagram-posts-2026.csv');
    const asked = await owner.post('/imports/previews', { upload_id, said: {} });
    expect(asked.body.data[0].questions.map(({ field }: { field: string }) => field).sort()).toEqual([
      'observed_at',
      'time_zone',
    ]);
    const said = { observed_at: '2026-06-30', time_zone: 'America/Chicago' };
    expect((await owner.post('/imports/previews', { upload_id, said })).body.data[0].kind).toBe('previewed');
    const wrong = await owner.post('/imports/previews', { upload_id, said: { ...said, time_zone: 'Nowhere' } });
    expect([wrong.status, wrong.body.detail]).toEqual([409, expect.stringContaining('no time zone')]);
    const sheet = await uploadReal(owner, '07-tiktok-studio-Overview.xlsx');
    const refused = await owner.post('/imports/previews', { upload_id: sheet, said: {} });
    expect(refused.body.detail).toContain('Save As');
    const rows =
      'platform,username,followers,collected_at\ntiktok,a.b,5,2026-01-01T00:00:00Z\ntiktok,c.d,-5,2026-01-01T00:00:00Z\n';
    const bad = await upload(owner, 'bad.csv', Buffer.from(rows));
    await owner.post('/imports', { upload_id: bad, said: {} });
    const [{ id, rejected }] = (await owner.get('/imports')).body.data;
    expect(rejected).toBe(1);
    const { csv } = (await owner.get(`/imports/${id}/rejects`)).body.data;
    expect(csv).toBe(
      'line,column,reason,content\n3,followers,"is below 0, which no total is","tiktok,c.d,-5,2026-01-01T00:00:00Z"\n',
    );
    await owner.send('DELETE', `/imports/${id}`);
  });

  it('are for owners and admins of the organization alone', async () => {
    const upload_id = await uploadReal(owner, '04-tiktok-studio-Content.csv');
    const refusals: Answer[] = [];
    for (const role of ['viewer', 'member'] as const) {
      const { browser } = await joinAs(dashboard(), owner, role);
      refusals.push(
        await browser.get('/imports'),
        await browser.post('/imports/uploads', { name: 'x.csv', bytes: 1, changed_at }),
        await browser.post('/imports', { upload_id, said: {} }),
        await browser.send('DELETE', '/sample-data'),
      );
    }
    expect(refusals.map(({ status }) => status)).toEqual(Array(8).fill(403));
    const made = await owner.post('/organizations', { name: 'Another' });
    expect(made.status).toBe(201);
    const foreign = await owner.post('/imports/previews', { upload_id, said: {} });
    expect([foreign.status, foreign.body.detail]).toEqual([404, 'No such upload in this organization.']);
  });

  it('are bounded in what waits, and pieces come in their places', async () => {
    await owner.post('/organizations', { name: 'Bounds' });
    const large = { name: 'x.csv', bytes: 400 * 1_048_576, changed_at };
    const first = await owner.post('/imports/uploads', large);
    expect(first.status).toBe(201);
    const second = await owner.post('/imports/uploads', large);
    expect([second.status, second.body.detail]).toEqual([409, expect.stringContaining('Too many files wait')]);
    const { id } = first.body.data;
    const data = Buffer.from('abc').toString('base64');
    const gap = await owner.post(`/imports/uploads/${id}/pieces`, { at: 5, data });
    expect([gap.status, gap.body.detail]).toEqual([409, expect.stringContaining('is missing')]);
    const early = await owner.post('/imports', { upload_id: id, said: {} });
    expect(early.body.detail).toContain('not arrived whole');
    expect((await owner.send('DELETE', `/imports/uploads/${id}`)).status).toBe(204);
    expect((await owner.post('/imports/uploads', large)).status).toBe(201);
  });

  it('are read by whichever process answers, though its folder is another', async () => {
    await owner.post('/organizations', { name: 'Machines' });
    const folder = await mkdtemp(join(tmpdir(), 'machine-'));
    const node = await dashboard().node(dashboard().store.dialect === 'postgres' ? { DATA_DIR: folder } : {});
    const there = owner.at({ server: node });
    const content = await readFile(realFile('04-tiktok-studio-Content.csv'));
    const begun = await there.post('/imports/uploads', { name: 'Content.csv', bytes: content.length, changed_at });
    const { id } = begun.body.data;
    const piece = (at: number, to: number) => ({ at, data: content.subarray(at, to).toString('base64') });
    const path = `/imports/uploads/${id}/pieces`;
    expect((await owner.post(path, piece(0, 700))).status).toBe(204);
    expect((await there.post(path, piece(0, 700))).status).toBe(204);
    expect((await there.post(path, piece(700, content.length))).status).toBe(204);
    const [preview] = (await owner.post('/imports/previews', { upload_id: id, said: {} })).body.data;
    expect(preview).toMatchObject({ name: 'Content.csv', kind: 'previewed', totals: { sums: { views: 537_161 } } });
    expect((await there.post('/imports', { upload_id: id, said: {} })).body.data[0].kind).toBe('imported');
    const gone = await owner.post('/imports/previews', { upload_id: id, said: {} });
    expect(gone.status).toBe(404);
    const { store } = dashboard();
    expect(await store.read.selectFrom('upload_pieces').select('number').where('upload_id', '=', id).execute()).toEqual(
      [],
    );
    expect(await readdir(join(folder, 'uploads')).catch(() => [])).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });

  it('are forgotten after a day', async () => {
    const { store, ahead } = dashboard();
    await upload(owner, 'waits.csv', Buffer.from('tiktok'));
    const pieces = () => store.read.selectFrom('upload_pieces').select('upload_id').execute();
    expect((await pieces()).length).toBeGreaterThan(0);
    ahead.ms = 25 * 3_600_000;
    await dashboard().restart();
    await expect.poll(pieces, { timeout: 10_000 }).toEqual([]);
    ahead.ms = 0;
  });

  it('wait until sample data is cleared, which an owner can do', async () => {
    const organization = await owner.post('/organizations', { name: 'Sample' });
    const organizationId = organization.body.data.organization.id;
    const { store } = dashboard();
    await store.write
      .updateTable('organizations')
      .set({ holds_sample_data: 1 })
      .where('id', '=', organizationId)
      .execute();
    const upload_id = await uploadReal(owner, '04-tiktok-studio-Content.csv');
    const refused = await owner.post('/imports', { upload_id, said: {} });
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('clear-sample-data')]);
    expect((await owner.send('DELETE', '/sample-data')).status).toBe(204);
    expect((await owner.post('/imports', { upload_id, said: {} })).body.data[0].kind).toBe('imported');
  });

  it('mark answers while they are under way, and keep rejected lines for 30 days', async () => {
    const organization = await owner.post('/organizations', { name: 'Under way' });
    const organizationId = organization.body.data.organization.id;
    const { store, ahead } = dashboard();
    const rows =
      'platform,username,followers,collected_at\ntiktok,a.b,5,2026-01-01T00:00:00Z\ntiktok,c.d,-5,2026-01-01T00:00:00Z\n';
    const upload_id = await upload(owner, 'odd.csv', Buffer.from(rows));
    await owner.post('/imports', { upload_id, said: {} });
    const meta = async () => (await owner.get('/v2/overview')).body.meta.importing;
    const state = (to: 'applying' | 'applied') =>
      store.write.updateTable('imports').set({ state: to }).where('organization_id', '=', organizationId).execute();
    expect(await meta()).toBeUndefined();
    await state('applying');
    expect(await meta()).toBe(true);
    await state('applied');
    const [{ id }] = (await owner.get('/imports')).body.data;
    expect((await owner.get(`/imports/${id}/rejects`)).body.data.csv).toContain('c.d');
    const kept = () => store.read.selectFrom('import_rejects').select('seq').where('import_id', '=', id).execute();
    ahead.ms = 31 * 86_400_000;
    await dashboard().restart();
    await expect.poll(kept, { timeout: 10_000 }).toEqual([]);
    ahead.ms = 0;
  });
});
