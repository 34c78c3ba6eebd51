import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it, vi } from 'vitest';
import { type Browser, type Json, joinAs, setUpOwner, testDashboards } from '../dashboard/dashboard-server.ts';
import { slipIn } from './forger.ts';

testDashboards('the audit page', (dashboard) => {
  let owner: Browser;
  let admin: Browser;
  let personId = '';
  let key: Json;

  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
    admin = (await joinAs(dashboard(), owner, 'admin')).browser;
    personId = (await admin.get('/session')).body.data.person.id;
    await admin.post('/v2/creators', { name: 'Ana' });
    await admin.post('/v2/creators', { name: '' });
    key = (await admin.post('/api-keys', { name: 'mine' })).body.data;
    await admin.send('PATCH', `/api-keys/${key.id}`, { status: 'disabled' });
    await vi.waitFor(async () => expect(await list('?kind=calls')).toHaveLength(2), { timeout: 5_000 });
  });

  const list = async (query: string, browser = owner): Promise<Json[]> => {
    const answer = await browser.get(`/audit${query}`);
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.body.data;
  };
  const events = async (query: string) => (await list(query)).map(({ event, outcome }) => [event, outcome]);

  it('names who did what, newest first, in the words of the trail', async () => {
    const [newest] = await list('?kind=changes');
    expect(newest).toMatchObject({
      type: 'audit_event',
      event: 'key.changed',
      person_id: personId,
      person_name: 'admin',
      key_id: key.id,
      key_name: 'mine',
      facts: { status: 'disabled' },
    });
  });

  it('is narrowed by each filter', async () => {
    expect(await events('?kind=calls')).toEqual([
      ['call.rest', 'error'],
      ['call.rest', 'ok'],
    ]);
    expect(await events('?outcome=ok')).toEqual([['call.rest', 'ok']]);
    expect(await events(`?key_id=${key.id}`)).toEqual([
      ['key.changed', null],
      ['key.created', null],
    ]);
    expect(await events('?operation=create_creator&outcome=error')).toEqual([['call.rest', 'error']]);
    expect(await events('?event=organization.taken_over')).toEqual([['organization.taken_over', null]]);
    expect((await events(`?person_id=${personId}`)).flat()).not.toContain('organization.taken_over');
    const today = new Date().toISOString().slice(0, 10);
    expect(await list(`?start_date=${today}&end_date=${today}`)).toEqual(await list(''));
    expect(await list('?end_date=2026-01-01')).toEqual([]);
    expect((await owner.get('/audit?event=call.anything')).status).toBe(422);
  });

  it('is walked a page at a time, without a row twice or left out', async () => {
    const all = await list('');
    const walked: Json[] = [];
    let cursor = '';
    do {
      const { body } = await owner.get(`/audit?limit=2${cursor}`);
      walked.push(...body.data);
      cursor = body.pagination.has_next ? `&cursor=${body.pagination.next_cursor}` : '';
    } while (cursor !== '');
    expect(walked).toEqual(all);
    const { body } = await owner.get('/audit?limit=1');
    const stolen = `/audit?limit=1&kind=calls&cursor=${body.pagination.next_cursor}`;
    expect((await owner.get(stolen)).status).toBe(422);
  });

  it('marks a row that no process of ours wrote, and says whether arguments are kept', async () => {
    const { store } = dashboard();
    const { id, organization_id } = await store.read
      .selectFrom('api_keys')
      .select(['id', 'organization_id'])
      .where('id', '=', String(key.id))
      .executeTakeFirstOrThrow();
    const framed = { at: '2026-01-01T00:00:00.000Z', organization_id, facts: '{}', person_id: personId, key_id: id };
    await slipIn(store, { id: randomUUID(), ...framed, event: 'key.deleted' });
    const { body } = await owner.get('/audit?limit=200');
    const found: Json[] = body.data;
    expect(found.filter(({ authenticated }) => !authenticated)).toEqual([
      expect.objectContaining({ event: 'key.deleted', person_name: 'admin' }),
    ]);
    expect(body.meta).toEqual({ keeps_arguments: false });
    expect(JSON.stringify(body)).not.toMatch(/"(mac|writer|writer_number|seal|hash)"/);
  });

  it('shows nothing of another organization, nor of the installation', async () => {
    expect((await list('?limit=200')).filter(({ event }) => event.startsWith('process.'))).toEqual([]);
    await owner.post('/organizations', { name: 'Second' });
    expect(await events('')).toEqual([['organization.created', null]]);
  });
});
