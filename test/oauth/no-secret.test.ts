import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { DashboardServer } from '../dashboard/dashboard-server.ts';
import { allow, openAuthorization, testConnect } from './connect-server.ts';
import { connected } from './connected.ts';
import { RawApp, register, rpc } from './raw-app.ts';

/** All that the server keeps and says: its log, and every row of every table. */
async function kept({ log, store }: DashboardServer): Promise<string> {
  const tables = await store.read.introspection.getTables();
  const rows = await Promise.all(tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(store.read)));
  return log() + JSON.stringify(rows.map((each) => each.rows));
}

/** Runs of a secret that tell too much of it. */
function pieces(secret: string): string[] {
  const random = secret.replace(/^ca_o[ar]t_/, '');
  return Array.from({ length: Math.max(1, random.length - 15) }, (_, at) => random.slice(at, at + 16));
}

testConnect('tokens, codes and references', (server) => {
  test('are in nothing that is kept or said, wherever they were put', async () => {
    const { owner, dashboard, url } = server();
    const first = dashboard.server.url;
    const app = await RawApp.registered(url);
    const asked = await openAuthorization(app.authorizationUrl());
    const back = await allow(owner, app.authorizationUrl());
    const code = back.searchParams.get('code') ?? '';
    const tokens = (await app.exchange(code)).body;
    const renewed = (await app.refresh(tokens.refresh_token)).body;
    const other = await connected(server(), owner);
    const secrets = [
      tokens.access_token,
      tokens.refresh_token,
      renewed.access_token,
      renewed.refresh_token,
      other.accessToken,
      other.refreshToken,
      code,
      asked.reference,
    ];
    for (const secret of secrets) {
      for (const door of [url, first]) await putEverywhere(door, secret, other.accessToken);
      await app.exchange(secret);
      await app.refresh(secret, { scope: secret });
      await app.revoke(`x${secret}`);
    }
    for (const token of secrets.filter((one) => one.startsWith('ca_'))) {
      dashboard.ahead.ms += 60_000;
      await register(url, { client_name: `app ${token}`, redirect_uris: ['http://localhost/cb'] });
    }
    await (await fetch(`${first}/v2/health`)).text();
    const all = await kept(dashboard);
    const found = secrets.flatMap((secret) => pieces(secret).filter((piece) => all.includes(piece)));
    expect(found).toEqual([]);
  });
});

/** A secret in every place of a request that programs put one in. */
async function putEverywhere(door: string, secret: string, accessToken: string): Promise<void> {
  const headers = {
    'x-request-id': secret,
    'user-agent': secret,
    'x-api-key': secret,
    authorization: `Bearer ${secret}`,
  };
  const paths = [
    `/${secret}`,
    `/mcp?token=${secret}&api_key=${secret}`,
    `/v2/accounts/${secret}`,
    `/authorize?client_id=${secret}`,
  ];
  for (const path of paths) await (await fetch(door + path, { headers, redirect: 'manual' })).text();
  // What has no form of ours nobody can tell from a name.
  if (!secret.startsWith('ca_')) return;
  const clientInfo = { name: secret, version: secret };
  const messages = [
    { id: 1, method: 'tools/call', params: { name: 'get_help', arguments: { topic: secret } } },
    { id: secret, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } },
  ];
  for (const message of messages) await rpc(door, accessToken, { jsonrpc: '2.0', ...message });
}
