import { rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { markHoldingSampleData } from '../../src/collect/mark-sample.ts';
import { clearSampleData } from '../../src/organizations/change.ts';
import { openStore } from '../../src/store/open.ts';
import type { StoreSetting } from '../../src/store/setting.ts';
import { nobody } from '../audit/authors.ts';
import { emptyDatabase, testStores } from '../store/open-test-store.ts';
import { callOf, mustBeDescribed, serving } from './serving.ts';

const nothing = { params: {}, query: {}, body: null };

testStores('what the server tells of itself', (opened, dialect) => {
  it('is unhealthy while it stops', async () => {
    const { api, call } = await serving(opened().store, { state: () => 'stopping' });
    await expect(api.get_health(nothing, call)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  it('is healthy, and says so when numbers are invented', async () => {
    const { store } = opened();
    const { api, call, organizationId } = await serving(store);
    const health = await api.get_health(nothing, call);
    mustBeDescribed('get_health', health);
    const data = { type: 'health', status: 'ok', version: '1.2.3', database: dialect, sample_data: false };
    expect(health.body.data).toEqual(data);
    await markHoldingSampleData(store, organizationId);
    expect((await api.get_health(nothing, call)).body.data.sample_data).toBe(true);
    await clearSampleData({ store, now: Date.now, author: nobody, changed: () => undefined }, organizationId);
    const invented = await serving(store, { provider: { invented: true } });
    expect((await invented.api.get_health(nothing, call)).body.data.sample_data).toBe(true);
  });

  it('names its documents under the public address', async () => {
    const { api, call } = await serving(opened().store);
    const meta = await api.get_meta(nothing, call);
    mustBeDescribed('get_meta', meta);
    expect(meta.body.data).toMatchObject({
      docs_url: 'https://api.example/v2/docs',
      openapi_url: 'https://api.example/v2/openapi.json',
      whoami_url: 'https://api.example/v2/whoami',
    });
  });

  it('tells whose key it is', async () => {
    const own = await serving(opened().store);
    expect((await own.ask('get_api_key_info')).body.data).toEqual({
      type: 'whoami',
      organization_id: own.organizationId,
      organization_name: 'Test organization',
      api_key_name: 'test key',
      scopes: ['read', 'write'],
      expires_at: null,
    });
  });

  it('does nothing for a caller who is gone', async () => {
    const own = await serving(opened().store);
    const gone = callOf(own.organizationId, AbortSignal.abort(new Error('gone')));
    const body = { name: 'Nobody asks', is_active: true };
    await expect(own.api.create_creator({ ...nothing, body }, gone)).rejects.toThrow('gone');
    expect((await own.ask('list_creators')).body.data).toEqual([]);
  });

  it('says no word of SQL when the store fails under an operation', async () => {
    const { setting, folder, remove } = await emptyDatabase(dialect);
    const store = await openStore(setting, { busyTimeoutMs: 10 });
    const own = await serving(store);
    const undo = await failing(setting, remove);
    const name = 'Nobody hears';
    await expect(own.ask('create_creator', { body: { name } })).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await expect(own.api.get_health(nothing, own.call)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    undo();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
});

/** SQLite's file is locked by another program, PostgreSQL's database is gone. */
async function failing(setting: StoreSetting, remove: () => Promise<void>): Promise<() => void> {
  if (setting.kind === 'postgres') {
    await remove();
    return () => undefined;
  }
  const other = new Database(setting.file);
  other.exec('begin immediate');
  return () => other.close();
}
