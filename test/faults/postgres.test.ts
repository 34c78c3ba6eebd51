import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import { type Running, startPostgres } from '../store/postgres-server.ts';

describe('a PostgreSQL that goes away', () => {
  let postgres: Running;
  let server: TestServer;
  let admin: Pool;
  let key = '';

  beforeAll(async () => {
    postgres = await startPostgres();
    admin = new Pool({ connectionString: `postgres://test@127.0.0.1:${postgres.port}/postgres`, max: 1 });
    admin.on('error', () => undefined);
    await admin.query('create database gateway');
    server = await startTestServer({ DATABASE_URL: `postgres://test@127.0.0.1:${postgres.port}/gateway` });
    key = await server.key();
  });
  afterAll(async () => {
    await server.stop();
    await admin.end();
    await postgres.stop();
  });

  const health = async () => {
    const { status, body } = await server.call('GET', '/v2/health');
    return [status, status === 200 ? body.data.status : body.code];
  };
  const make = (name: string) => server.call('POST', '/v2/creators', { key, body: { name } });
  const names = async () => {
    const { body } = await server.call('GET', '/v2/creators?limit=200', { key });
    return body.data.map((creator: { name: string }) => creator.name);
  };

  it('by one connection after the other: each request is answered, and what was acknowledged is there', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 10; round++) {
      const writes = [0, 1, 2, 3].map((i) => make(`r${round}.${i}`));
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'gateway'`);
      for (const [i, { status }] of (await Promise.all(writes)).entries()) {
        expect([201, 503]).toContain(status);
        if (status === 201) acknowledged.push(`r${round}.${i}`);
      }
    }
    await expect.poll(health).toEqual([200, 'ok']);
    expect(await names()).toEqual(expect.arrayContaining(acknowledged));
    expect((await make('after')).status).toBe(201);
  });

  it('whole: health says so, requests are refused for now, and with it back all goes on by itself', async () => {
    await postgres.halt();
    expect(await health()).toEqual([503, 'SERVICE_UNAVAILABLE']);
    const refused = await make('while away');
    expect([refused.status, refused.body.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body.detail).not.toMatch(/ECONN|postgres:|127\.0/);
    await postgres.resume();
    await expect.poll(health, { timeout: 10_000 }).toEqual([200, 'ok']);
    expect((await make('back')).status).toBe(201);
    expect(await names()).toContain('back');
    expect(await names()).not.toContain('while away');
  });

  it('to writes, as a standby: health says so, and reads are served', async () => {
    await admin.query('alter database gateway set default_transaction_read_only = on');
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'gateway'`);
    // Until then it may not answer at all.
    const told = async () => (await server.call('GET', '/v2/health')).body.detail;
    await expect.poll(told).toContain('cannot be written');
    expect(await health()).toEqual([503, 'SERVICE_UNAVAILABLE']);
    await expect.poll(async () => (await make('to a standby')).status).toBe(503);
    expect(await names()).toContain('back');
    await admin.query('alter database gateway reset default_transaction_read_only');
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'gateway'`);
    await expect.poll(health).toEqual([200, 'ok']);
    await expect.poll(async () => (await make('primary again')).status).toBe(201);
  });
});
