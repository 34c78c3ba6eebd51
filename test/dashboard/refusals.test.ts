import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { writtenRows } from '../audit/written-rows.ts';
import { type Browser, type Json, setUpOwner, testDashboards } from './dashboard-server.ts';

/** Another character than a key has there. */
const other = (character: string) => (character === 'x' ? 'y' : 'x');

testDashboards('a key that is refused while somebody waits for it', (dashboard) => {
  let owner: Browser;
  let key = '';
  let id = '';
  let since = '';
  const now = () => Date.now() + dashboard().ahead.ms;

  beforeAll(async () => {
    owner = (await setUpOwner(dashboard())).browser;
  });

  beforeEach(async () => {
    // The trail has a row a minute for each key and reason, and a key of its own per test.
    const made = (await owner.post('/api-keys', { name: 'waited for' })).body.data;
    [key, id] = [made.key, made.id];
    since = (await owner.get(`/connect/watch?key_id=${id}`)).body.meta.since;
  });

  async function watch(): Promise<Json> {
    return (await owner.get(`/connect/watch?key_id=${id}&since=${since}`)).body.data;
  }

  async function ask(
    as: string | null,
    query = '',
    url = dashboard().server.url,
    name = 'list_accounts',
  ): Promise<number> {
    const response = await fetch(`${url}/mcp${query}`, {
      method: 'POST',
      headers: {
        ...(as !== null && { Authorization: `Bearer ${as}` }),
        'User-Agent': 'agent/1.0',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } }),
    });
    await response.text();
    return response.status;
  }

  async function shows(detail: string, code: string, more: object = {}): Promise<void> {
    const seen = await watch();
    expect(seen).toMatchObject({ seen: true, client: 'agent/1.0', era: null, tools_offered: null, ...more });
    expect(seen.error).toMatchObject({ code, detail: expect.stringContaining(detail), remedy: expect.any(String) });
  }

  /** A row a minute is one in a minute of the clock: none must end within a test. */
  function nextMinute(): void {
    dashboard().ahead.ms += 60_000 - (now() % 60_000);
  }

  const disable = () => owner.send('PATCH', `/api-keys/${id}`, { status: 'disabled' });

  it('as it is disabled, and works again once it is not', async () => {
    await disable();
    expect(await ask(key)).toBe(403);
    await shows('is disabled', 'FORBIDDEN', { place: 'authorization' });
    await owner.send('PATCH', `/api-keys/${id}`, { status: 'enabled' });
    expect(await ask(key)).toBe(200);
    expect(await watch()).toMatchObject({ seen: true, error: null });
  });

  it('as it has expired', async () => {
    const past = new Date(now() - 1_000).toISOString();
    await dashboard().store.write.updateTable('api_keys').set({ expires_at: past }).where('id', '=', id).execute();
    expect(await ask(key)).toBe(403);
    await shows('has expired', 'FORBIDDEN');
  });

  it('as it stands in a URL, where that may read only', async () => {
    await owner.send('PATCH', '/organization', { url_keys: 'read_only' });
    expect(await ask(null, `?api_key=${key}`, undefined, 'delete_account')).toBe(200);
    await shows('lets a key in a URL only read', 'INSUFFICIENT_SCOPE', {
      place: 'url',
      era: 'legacy',
      tools_offered: expect.any(Number),
    });
  });

  it('as it stands in a URL, where that is forbidden', async () => {
    await owner.send('PATCH', '/organization', { url_keys: 'forbid' });
    expect(await ask(null, `?api_key=${key}`)).toBe(403);
    await shows('does not allow keys in a URL', 'FORBIDDEN', { place: 'url' });
    await owner.send('PATCH', '/organization', { url_keys: 'allow' });
  });

  it.each([
    ['cut short', (whole: string) => whole.slice(0, -9)],
    ['its last character lost', (whole: string) => whole.slice(0, -1)],
    ['mistyped', (whole: string) => whole.slice(0, 20) + other(whole.charAt(20)) + whole.slice(21)],
    ['its beginning mistyped', (whole: string) => whole.slice(0, 8) + other(whole.charAt(8)) + whole.slice(9)],
  ])('as a bad copy: %s', async (_, spoil) => {
    expect(await ask(spoil(key))).toBe(401);
    await shows('looks like this one', 'UNAUTHORIZED');
    expect(JSON.stringify(await watch())).not.toContain('ca_live_');
  });

  it('as its mask, which is no key', async () => {
    const masked = `${key.slice(0, 12)}…${key.slice(-4)}`;
    expect(await ask(null, `?api_key=${encodeURIComponent(masked)}`)).toBe(401);
    await shows('masked form', 'UNAUTHORIZED', { place: 'url' });
  });

  it.each([
    ['something before or behind it', (whole: string) => `${whole},`],
    ['in quotes', (whole: string) => `"${whole}"`],
    ['Bearer stands twice', (whole: string) => `Bearer ${whole}`],
  ])('as dressed wrongly: %s', async (seen, dress) => {
    expect(await ask(dress(key))).toBe(401);
    await shows(seen, 'UNAUTHORIZED');
    expect(JSON.stringify(await watch())).not.toContain(key);
  });

  it('but not where another key, or anything else, was sent', async () => {
    for (const wrong of [`ca_live_${'0'.repeat(49)}`, 'ca_live_', key.slice(8), 'hunter2', `x${key}`]) {
      expect([wrong.length, await ask(wrong)]).toEqual([wrong.length, 401]);
    }
    expect(await watch()).toEqual({ type: 'connect_watch', seen: false });
  });

  it('as the URL asks for tools that there are not', async () => {
    expect(await ask(key, '?tools=nonsense')).toBe(400);
    await shows('group of tools that there is not', 'BAD_REQUEST');
  });

  it('at another node, once the trail has it', async () => {
    await disable();
    const { url } = await dashboard().node();
    expect(await ask(key, '', url)).toBe(403);
    await vi.waitFor(() => shows('is disabled', 'FORBIDDEN', { place: 'authorization' }), { timeout: 5_000 });
    await owner.send('PATCH', `/api-keys/${id}`, { status: 'enabled' });
    await vi.waitFor(async () => expect(await ask(key, '', url)).toBe(200), { timeout: 5_000 });
    await vi.waitFor(async () => expect(await watch()).toMatchObject({ seen: true, error: null }), { timeout: 15_000 });
  });

  it('is in the trail of its organization once a minute, and never itself', async () => {
    await disable();
    nextMinute();
    for (let again = 0; again < 5; again += 1) await ask(key);
    await ask(key.slice(0, -1));
    const rows = async () => (await writtenRows(dashboard().store)).filter((row) => row.key_id === id);
    const refused = async () => (await rows()).filter(({ event }) => event === 'key.refused');
    await vi.waitFor(async () => expect((await refused()).length).toBeGreaterThan(0), { timeout: 5_000 });
    nextMinute();
    await ask(key);
    await vi.waitFor(async () => expect(await refused()).toHaveLength(2), { timeout: 5_000 });
    expect((await refused())[0]).toMatchObject({
      outcome: 'refused',
      code: 'FORBIDDEN',
      client: 'agent/1.0',
      facts: '{"why":"disabled","place":"authorization"}',
    });
    const calls: Json[] = (await owner.get(`/audit?kind=calls&event=key.refused&key_id=${id}`)).body.data;
    expect(calls).toHaveLength(2);
    expect(JSON.stringify(await writtenRows(dashboard().store))).not.toContain(key.slice(0, 20));
    expect(dashboard().log()).not.toContain(key.slice(0, 20));
  });
});
