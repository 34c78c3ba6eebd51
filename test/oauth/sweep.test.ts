import { expect, test } from 'vitest';
import { createConnectSweep } from '../../src/oauth/sweep.ts';
import { allow, testConnect } from './connect-server.ts';
import { connected } from './connected.ts';
import { RawApp } from './raw-app.ts';

const hours = 3_600_000;

testConnect('what has run out', (server) => {
  test('goes, and never a client that somebody has let in', async () => {
    const { owner, dashboard, url } = server();
    const { store, ahead } = dashboard;
    const now = () => Date.now() + ahead.ms;
    const sweepNow = async () => {
      const sweep = createConnectSweep(store, now, (error) => {
        throw error;
      });
      sweep.start();
      await sweep.stop();
    };
    const idsOf = async (table: 'connect_clients' | 'connect_grants') =>
      (await store.read.selectFrom(table).select('client_id').execute()).map((row) => row.client_id).sort();
    const used = await connected(server(), owner);
    const unused = await RawApp.registered(url);
    const abandoned = await RawApp.registered(url);
    await allow(owner, abandoned.authorizationUrl());
    await sweepNow();
    expect(await idsOf('connect_clients')).toEqual([used.app.clientId, unused.clientId, abandoned.clientId].sort());
    expect(await idsOf('connect_grants')).toEqual([used.app.clientId, abandoned.clientId].sort());

    ahead.ms += 25 * hours;
    await sweepNow();
    expect(await idsOf('connect_grants')).toEqual([used.app.clientId]);
    expect(await idsOf('connect_clients')).toEqual([used.app.clientId]);
    expect(await store.read.selectFrom('connect_access_tokens').select('id').execute()).toEqual([]);
    const renewed = await used.app.refresh(used.refreshToken);
    expect(renewed.status).toBe(200);
    expect((await used.app.call(renewed.body.access_token)).status).toBe(200);

    ahead.ms += 24 * 92 * hours;
    await sweepNow();
    expect([await idsOf('connect_grants'), await idsOf('connect_clients')]).toEqual([[], []]);
    expect((await used.app.refresh(renewed.body.refresh_token)).body.error).toBe('invalid_client');
  });
});
