import { beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../tools/catalog.ts';
import { writtenRows } from '../audit/written-rows.ts';
import {
  type Browser,
  type Json,
  joinAs,
  openDashboardServer,
  setUpOwner,
  testDashboards,
} from './dashboard-server.ts';

const keyShape = /^ca_live_[0-9A-Za-z]{49}$/;

testDashboards('API keys on the dashboard', (dashboard) => {
  let owner: Browser;

  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
  });

  const whoami = (key: string) =>
    fetch(`${dashboard().server.url}/v2/whoami`, { headers: { Authorization: `Bearer ${key}` } });

  async function make(wish: object): Promise<Json> {
    const answer = await owner.post('/api-keys', wish);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(answer.body.data.key).toMatch(keyShape);
    return answer.body.data;
  }

  it('show the full key in the answer that makes it, and nowhere after', async () => {
    const made = await make({ name: 'for the script', scopes: ['write'] });
    expect(made).toMatchObject({
      name: 'for the script',
      scopes: ['read', 'write'],
      status: 'enabled',
      created_by: 'owner',
    });
    expect((await whoami(made.key)).status).toBe(200);
    for (const path of ['/api-keys', `/api-keys/${made.id}/tools`, '/usage', '/members', '/session', '/v2/usage']) {
      const answer = await owner.get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(JSON.stringify(answer.body), path).not.toContain(made.key);
    }
    const { store } = dashboard();
    const audit = await writtenRows(store);
    expect(JSON.stringify(audit)).not.toContain('ca_live_');
    expect(dashboard().log()).not.toContain(made.key);
  });

  it('are refused with names that are none and expiries that are past', async () => {
    for (const wish of [
      { name: '' },
      { name: 'a\u0007b' },
      { name: `ca_live_${'x'.repeat(49)}` },
      { name: 'n', scopes: [] },
      { name: 'n', expires_at: '2020-01-01T00:00:00Z' },
      { name: 'n', surprise: 1 },
    ]) {
      expect([wish, (await owner.post('/api-keys', wish)).status]).toEqual([wish, 422]);
    }
  });

  it('are renamed, narrowed, disabled and enabled, and each takes effect on the next request', async () => {
    const made = await make({ name: 'old' });
    const change = (wish: object) => owner.send('PATCH', `/api-keys/${made.id}`, wish);
    expect((await change({ name: 'new', scopes: ['read'] })).body.data).toMatchObject({
      name: 'new',
      scopes: ['read'],
    });
    const seen: Json = await (await whoami(made.key)).json();
    expect(seen.data).toMatchObject({ api_key_name: 'new', scopes: ['read'] });
    expect((await change({ status: 'disabled' })).body.data.status).toBe('disabled');
    expect((await whoami(made.key)).status).toBe(403);
    await change({ status: 'enabled' });
    expect((await whoami(made.key)).status).toBe(200);
    expect((await owner.send('DELETE', `/api-keys/${made.id}`)).status).toBe(204);
    expect((await whoami(made.key)).status).toBe(401);
    expect((await owner.send('DELETE', `/api-keys/${made.id}`)).status).toBe(404);
  });

  it('rotate with an overlap, in which both work and the list says which replaced which', async () => {
    const old = await make({ name: 'rotating', scopes: ['read'] });
    const rotated = await owner.post(`/api-keys/${old.id}/rotate`, { overlap_hours: 2 });
    expect([rotated.status, rotated.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { data, meta } = rotated.body;
    expect(data).toMatchObject({ name: 'rotating', scopes: ['read'], replaced_by: null });
    expect(meta.replaced).toMatchObject({ id: old.id, replaced_by: data.id });
    expect([(await whoami(old.key)).status, (await whoami(data.key)).status]).toEqual([200, 200]);
    expect((await owner.post(`/api-keys/${old.id}/rotate`, {})).status).toBe(409);
    dashboard().ahead.ms += 3 * 3_600_000;
    expect([(await whoami(old.key)).status, (await whoami(data.key)).status]).toEqual([403, 200]);
    const listed: Json[] = (await owner.get('/api-keys')).body.data;
    expect(listed.find(({ id }) => id === old.id).expired).toBe(true);
  });

  it('warn of a use in the last 24 hours', async () => {
    const made = await make({ name: 'used' });
    const used = async (hoursAgo: number) => {
      const at = new Date(Date.now() + dashboard().ahead.ms - hoursAgo * 3_600_000).toISOString();
      await dashboard()
        .store.write.updateTable('api_keys')
        .set({ last_used_at: at })
        .where('id', '=', made.id)
        .execute();
      const listed: Json[] = (await owner.get('/api-keys')).body.data;
      return listed.find(({ id }) => id === made.id).used_within_24h;
    };
    expect([made.used_within_24h, await used(23), await used(25)]).toEqual([false, true, false]);
  });

  it('tell what they can do, tool by tool, and what their lists cost', async () => {
    const reader = await make({ name: 'reader', scopes: ['read'] });
    const all = await make({ name: 'all' });
    const read = (await owner.get(`/api-keys/${reader.id}/tools`)).body;
    const full = (await owner.get(`/api-keys/${all.id}/tools`)).body;
    const names = (tools: readonly { name: string }[]) => tools.map(({ name }) => name);
    expect(names(read.data)).toEqual(names(catalog));
    const tools: Json[] = read.data;
    expect(tools.find(({ name }) => name === 'create_account')).toMatchObject({
      allowed: false,
      needed_scope: 'write',
      missing_scope: 'write',
    });
    expect(full.data.every(({ allowed }: { allowed: boolean }) => allowed)).toBe(true);
    expect(full.meta.all_tokens).toBeGreaterThan(read.meta.all_tokens);
    expect(full.meta.all_tokens).toBeGreaterThan(full.meta.list_tokens);
    expect(full.meta.list_tokens).toBeGreaterThan(500);
  });

  it('are a masked list to members, who can change nothing', async () => {
    const { browser } = await joinAs(dashboard(), owner, 'member');
    const listed: Json[] = (await browser.get('/api-keys')).body.data;
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.every(({ masked_key }) => /^ca_live_.{4}….{4}$/.test(masked_key))).toBe(true);
  });

  describe('and the Connect helper', () => {
    const fill = (wish: object) => owner.post('/connect/key', { client: 'claude-code', ...wish });

    it('fills in the newest key that works, by a request that is audited and kept nowhere', async () => {
      const newest = await make({ name: 'newest' });
      const answer = await fill({});
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.body.data).toMatchObject({ outcome: 'filled', key: newest.key, api_key: { id: newest.id } });
      const events = (await writtenRows(dashboard().store)).filter(({ event }) => event === 'key.filled');
      const { body } = await owner.get('/session');
      expect(events).toMatchObject([
        { key_id: newest.id, person_id: body.data.person.id, facts: '{"client":"claude-code"}' },
      ]);
      await owner.send('PATCH', `/api-keys/${newest.id}`, { status: 'disabled' });
      expect((await fill({})).body.data.api_key.id).not.toBe(newest.id);
      expect((await fill({ key_id: newest.id })).status).toBe(409);
    });

    it('makes a read-only key for clients that take a URL only, and takes it again', async () => {
      await dashboard().store.write.deleteFrom('api_keys').where('scopes', '=', 'read').execute();
      const made = (await fill({ client: 'chatgpt', read_only: true })).body.data;
      expect(made).toMatchObject({ outcome: 'made', api_key: { name: 'ChatGPT (read-only)', scopes: ['read'] } });
      expect((await fill({ client: 'chatgpt', read_only: true })).body.data).toMatchObject({
        outcome: 'filled',
        key: made.key,
      });
    });

    it('asks where there are only disabled keys, and makes one where there is none', async () => {
      await dashboard().store.write.updateTable('api_keys').set({ status: 'disabled' }).execute();
      const asked = (await fill({})).body.data;
      expect(asked.outcome).toBe('choose');
      expect(JSON.stringify(asked)).not.toMatch(/ca_live_[0-9A-Za-z]{43}/);
      expect((await fill({ make_new: true })).body.data.outcome).toBe('made');
      await dashboard().store.write.deleteFrom('api_keys').execute();
      expect((await fill({ client: 'codex' })).body.data).toMatchObject({
        outcome: 'made',
        api_key: { name: 'Codex', scopes: ['read'] },
      });
    });

    it('makes keys that can only read, for this client, and takes them again before any newer one', async () => {
      const windsurf = (await fill({ client: 'windsurf', make_new: true })).body.data;
      expect(windsurf.api_key).toMatchObject({ name: 'Windsurf', scopes: ['read'] });
      const cursor = (await fill({ client: 'cursor', make_new: true })).body.data;
      const newest = await make({ name: 'newest of all' });
      const filled = async (client: string, more = {}) => (await fill({ client, ...more })).body.data;
      const mine = { outcome: 'filled', made_for_client: true };
      expect(await filled('windsurf')).toMatchObject({ ...mine, key: windsurf.key });
      expect(await filled('cursor')).toMatchObject({ ...mine, key: cursor.key });
      expect(await filled('zed')).toMatchObject({ key: newest.key, made_for_client: false });
      expect(await filled('windsurf', { key_id: newest.id })).toMatchObject({ made_for_client: false });
      expect(await filled('windsurf', { read_only: true })).toMatchObject({ ...mine, key: windsurf.key });
      // What it is called and what it may do are the person's to change.
      await owner.send('PATCH', `/api-keys/${windsurf.api_key.id}`, { name: 'My laptop', scopes: ['write'] });
      expect(await filled('windsurf')).toMatchObject({ ...mine, key: windsurf.key });
      const narrow = await filled('windsurf', { read_only: true });
      expect(narrow.key).not.toBe(windsurf.key);
      await owner.send('DELETE', `/api-keys/${narrow.api_key.id}`);
      const rotated = (await owner.post(`/api-keys/${windsurf.api_key.id}/rotate`, { overlap_hours: 0 })).body.data;
      expect(await filled('windsurf')).toMatchObject({ ...mine, key: rotated.key });
      await owner.send('DELETE', `/api-keys/${rotated.id}`);
      expect(await filled('windsurf')).toMatchObject({ key: newest.key, made_for_client: false });
    });

    it('knows of no key that was made for the same client in another organization', async () => {
      const here = owner.shows;
      const made = (await fill({ client: 'goose', make_new: true })).body.data;
      await owner.post('/organizations', { name: 'Elsewhere' });
      const there = (await fill({ client: 'goose' })).body.data;
      expect(there.outcome).toBe('made');
      owner.shows = here;
      expect((await fill({ client: 'goose' })).body.data).toMatchObject({ key: made.key, made_for_client: true });
    });

    it('sees the first request of the key: who, in which era, where the key was, how many tools', async () => {
      const { id: key_id } = await make({ name: 'all scopes' });
      const { key, api_key } = (await fill({ key_id })).body.data;
      const { since } = (await owner.get(`/connect/watch?key_id=${api_key.id}`)).body.meta;
      const watch = async () => (await owner.get(`/connect/watch?key_id=${api_key.id}&since=${since}`)).body.data;
      expect(await watch()).toEqual({ type: 'connect_watch', seen: false });
      const ask = (method: string, params: object, path = '/mcp') =>
        fetch(`${dashboard().server.url}${path}`, {
          method: 'POST',
          headers: {
            'X-API-Key': key,
            'Content-Type': 'application/json',
            Accept: 'application/json, text/event-stream',
          },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
        }).then((response) => response.text());
      await ask('tools/list', {}, '/mcp?tools=nonsense');
      expect(await watch()).toMatchObject({ seen: true, error: { code: 'BAD_REQUEST' } });
      await ask('initialize', {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'probe', version: '1.2.3' },
      });
      await ask('tools/list', {});
      expect(await watch()).toMatchObject({
        seen: true,
        client: expect.any(String),
        era: 'legacy',
        place: 'x-api-key',
        tools_offered: catalog.filter(({ pinned }) => pinned === true).length,
        error: null,
      });
    });
  });

  it('count their calls by day and tool', async () => {
    const made = await make({ name: 'counted' });
    const { id } = (await owner.get('/session')).body.data.organization;
    const day = (back: number) =>
      new Date(Date.now() + dashboard().ahead.ms - back * 86_400_000).toISOString().slice(0, 10);
    const row = { organization_id: id, key_id: made.id, door: 'mcp', errors: 1, rate_limited: 0 } as const;
    await dashboard()
      .store.write.insertInto('api_usage_days')
      .values([
        { ...row, day: day(0), operation: 'get_overview', calls: 3 },
        { ...row, day: day(6), operation: 'list_accounts', calls: 2 },
        { ...row, day: day(7), operation: 'list_accounts', calls: 9 },
      ])
      .execute();
    const week = (await owner.get('/usage?period=7d')).body;
    const rows: Json[] = week.data;
    expect(rows.filter(({ key_id }) => key_id === made.id).map(({ calls }) => calls)).toEqual([2, 3]);
    expect(week.meta).toEqual({ period: '7d', start_date: day(6), end_date: day(0), days: 7 });
    await owner.send('DELETE', `/api-keys/${made.id}`);
    const after: Json[] = (await owner.get(`/usage?start_date=${day(7)}&end_date=${day(7)}`)).body.data;
    expect(after.find(({ key_id }) => key_id === made.id)).toMatchObject({ key_name: null, calls: 9 });
    expect((await owner.get('/usage?start_date=2026-01-01')).status).toBe(422);
  });
});

it('makes a new key per client where no copies are kept', async () => {
  const dashboard = await openDashboardServer('sqlite', { KEY_RECOVERY: 'off' });
  try {
    const { browser: owner } = await setUpOwner(dashboard);
    const made = (await owner.post('/api-keys', { name: 'mine' })).body.data;
    expect(made.fillable).toBe(false);
    expect((await owner.get('/session')).body.data.key_recovery).toBe(false);
    expect((await owner.post('/connect/key', { client: 'codex', key_id: made.id })).status).toBe(409);
    const first = (await owner.post('/connect/key', { client: 'codex' })).body.data;
    const second = (await owner.post('/connect/key', { client: 'codex' })).body.data;
    expect([first.outcome, second.outcome, first.key === second.key]).toEqual(['made', 'made', false]);
  } finally {
    await dashboard.stop();
  }
});

it('lets an admin say what keys in URLs may do', async () => {
  const dashboard = await openDashboardServer('sqlite');
  try {
    const { browser: owner } = await setUpOwner(dashboard);
    const { key } = (await owner.post('/api-keys', { name: 'url' })).body.data;
    const ping = () =>
      fetch(`${dashboard.server.url}/mcp?api_key=${key}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
      });
    expect((await ping()).status).toBe(200);
    const changed = await owner.send('PATCH', '/organization', { url_keys: 'forbid', name: 'Strict' });
    expect(changed.body.data.organization).toMatchObject({ name: 'Strict', url_keys: 'forbid' });
    expect((await ping()).status).toBe(403);
  } finally {
    await dashboard.stop();
  }
});
