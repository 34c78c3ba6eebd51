import { expect, it } from 'vitest';
import { Browser, joinAs, setUpOwner, testDashboards } from '../dashboard/dashboard-server.ts';
import { everyRow } from '../import/import-work.ts';

testDashboards('what a key pushed', (dashboard) => {
  it('is listed, and taken back by an administrator of its organization alone, with nothing left of it', async () => {
    const at = dashboard();
    const { browser: owner } = await setUpOwner(at);
    const organizationId = String(owner.shows);
    const keyFor = async (name: string): Promise<string> => {
      const made = await owner.post('/api-keys', { name, scopes: ['ingest'] });
      expect(made.body.data.scopes).toEqual(['ingest']);
      return made.body.data.full_key ?? made.body.data.key;
    };
    const ours = await keyFor('collector');
    const other = await keyFor('other');
    const push = async (key: string, views: number, day: string) => {
      const observation = {
        type: 'post',
        platform: 'tiktok',
        username: 'ana.bakes',
        observed_at: `2026-07-${day}T12:00:00Z`,
        post: '7301234567890123456',
        created_at: '2026-06-01T10:00:00Z',
        view_count: views,
      };
      const answer = await fetch(`${at.server.url}/v2/ingest/snapshots`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ observations: [observation], create_missing: true }),
      });
      expect(answer.status).toBe(200);
    };
    await push(other, 100, '01');
    const before = await everyRow(at.store);
    await push(ours, 900, '02');
    await push(ours, 1_000, '03');
    const listed = (await owner.get('/pushes')).body.data;
    const one = listed.find(({ key_name }: { key_name: string }) => key_name === 'collector');
    expect(one).toMatchObject({ state: 'open', accounts: 1, observations: 2, leaps: 0 });

    const { browser: member } = await joinAs(at, owner, 'member');
    expect((await member.send('DELETE', `/pushes/${one.id}`)).status).toBe(403);
    expect((await new Browser(at).send('DELETE', `/pushes/${one.id}`)).status).toBe(401);
    await owner.post('/organizations', { name: 'Elsewhere' });
    expect((await owner.send('DELETE', `/pushes/${one.id}`)).status).toBe(404);
    expect((await owner.get('/pushes')).body.data).toEqual([]);
    await owner.post('/session/organization', { organization_id: organizationId });

    expect((await owner.send('DELETE', `/pushes/${one.id}`)).status).toBe(204);
    expect((await owner.send('DELETE', `/pushes/${one.id}`)).status).toBe(204);
    const after = await everyRow(at.store);
    for (const table of [
      'post_levels',
      'account_looks',
      'account_days',
      'creator_days',
      'organization_days',
      'origins',
    ]) {
      expect([table, after[table]]).toEqual([table, before[table]]);
    }
    const again = (await owner.get('/pushes')).body.data.map(({ state }: { state: string }) => state);
    expect(again.toSorted()).toEqual(['open', 'withdrawn']);

    // What comes after it is another push; and the account that the other key made goes with that one's.
    await push(ours, 1_100, '04');
    for (const { id } of (await owner.get('/pushes')).body.data) {
      expect((await owner.send('DELETE', `/pushes/${id}`)).status).toBe(204);
    }
    expect((await everyRow(at.store)).accounts).toBeUndefined();
  });
});
