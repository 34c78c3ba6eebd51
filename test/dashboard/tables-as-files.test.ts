import { beforeAll, expect, it } from 'vitest';
import { rowShapeOf } from '../../src/contract/rows.ts';
import { allDashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { cheapPasswords } from './cheap-passwords.ts';
import { type Browser, type Json, joinAs, setUpOwner, testDashboards } from './dashboard-server.ts';
import { uploadReal } from './upload.ts';

const lists = allDashboardRoutes.filter((route) => rowShapeOf(route)?.isPaged === false);

testDashboards(
  'tables of the dashboard as files',
  (dashboard) => {
    let owner: Browser;
    let secret: string;

    beforeAll(async () => {
      owner = (await setUpOwner(dashboard())).browser;
      const made = await owner.post('/api-keys', { name: '=agent', scopes: ['read'] });
      secret = made.body.data.key;
      const answer = await fetch(`${dashboard().server.url}/v2/accounts`, {
        headers: { Authorization: `Bearer ${secret}` },
      });
      expect(answer.status).toBe(200);
      await joinAs(dashboard(), owner, 'viewer');
      await owner.post('/invitations', { email: 'open@example.com', role: 'member' });
      const upload_id = await uploadReal(owner, '04-tiktok-studio-Content.csv');
      await owner.post('/imports', { upload_id, said: {} });
    });

    it('are these', () => {
      const ids = lists.map(({ id }) => id);
      for (const id of ['list_usage', 'list_api_keys', 'list_members', 'list_invitations', 'list_imports'] as const) {
        expect(ids).toContain(id);
      }
    });

    it('hold the rows of the list, in both forms, and no key', async () => {
      const used = async () => (await owner.get('/usage')).body.data.length;
      await expect.poll(used, { timeout: 10_000 }).toBeGreaterThan(0);
      let rows = 0;
      for (const { id, path } of lists.filter(({ path }) => !path.includes('{'))) {
        const { status, body } = await owner.get(path);
        expect([id, status]).toEqual([id, 200]);
        const data: Json[] = body.data;
        const csv = await owner.file(path, 'text/csv');
        const ndjson = await owner.file(path, 'application/x-ndjson');
        expect([id, csv.status, csv.headers.get('content-type')]).toEqual([
          id,
          200,
          'text/csv; charset=utf-8; header=present',
        ]);
        expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z-]+\.csv"$/);
        const items: Json[] = ndjson.bytes
          .toString()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line));
        expect(items, id).toEqual(data);
        const [header = '', ...lines] = csv.bytes.toString().trimEnd().split('\r\n');
        expect(lines.length, id).toBe(data.length);
        for (const name of Object.keys(data[0] ?? {})) expect(header, id).toContain(name);
        for (const { bytes } of [csv, ndjson]) expect(bytes.toString()).not.toContain(secret);
        rows += data.length;
      }
      expect(rows).toBeGreaterThan(6);
      const keys = (await owner.file('/api-keys', 'text/csv')).bytes.toString();
      expect(keys).toContain(",'=agent,");
    });

    it('hold what their filters leave, and are for whoever sees the list', async () => {
      const none = await owner.file('/usage?start_date=2020-01-01&end_date=2020-01-02', 'text/csv');
      expect(none.bytes.toString().trimEnd().split('\r\n')).toHaveLength(1);
      const { browser: viewer } = await joinAs(dashboard(), owner, 'viewer');
      expect((await viewer.file('/imports', 'text/csv')).status).toBe(403);
      expect((await owner.file('/imports', 'text/html')).status).toBe(406);
      // A page of a list would look like the whole of it.
      expect((await owner.file('/audit', 'text/csv')).headers.get('content-type')).toBe('application/json');
    });
  },
  { passwords: cheapPasswords },
);
