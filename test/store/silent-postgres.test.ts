import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { storeProblem } from '../../src/store/unavailable.ts';
import { emptyDatabase, type TestDatabase } from './open-test-store.ts';

/** Stands before PostgreSQL; while silent it takes everything and answers nothing, like a server that was stopped. */
const way = { isSilent: false };
const sockets = new Set<Socket>();
let target = 0;
const proxy = createServer((near) => {
  const far = connect(target, '127.0.0.1');
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(socket);
    socket.on('data', (chunk) => {
      if (!way.isSilent) other.write(chunk);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => other.destroy());
  }
});

let database: TestDatabase;
let url = '';
let store: Store;
beforeAll(async () => {
  database = await emptyDatabase('postgres');
  if (database.setting.kind !== 'postgres') throw new Error('not PostgreSQL');
  const behind = new URL(database.setting.url);
  target = Number(behind.port);
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  behind.port = String(typeof address === 'object' ? address?.port : '');
  url = behind.href;
  store = await openStore({ kind: 'postgres', url }, { statementMs: 400 });
});
afterAll(async () => {
  await store.close();
  for (const socket of sockets) socket.destroy();
  proxy.close();
  await database.remove();
});

async function refused(work: Promise<unknown>): Promise<{ detail: string | undefined; ms: number }> {
  const begun = performance.now();
  const problem = storeProblem(await work.catch((error: unknown) => error));
  return { detail: problem?.detail, ms: performance.now() - begun };
}

it('a PostgreSQL that falls silent ends requests, transactions and health in time, and all works when it is back', async () => {
  const ids = () => store.read.selectFrom('organizations').select('id').execute();
  const transaction = () => store.write.transaction().execute((begun) => sql`select 1`.execute(begun));
  await Promise.all([ids(), transaction()]);
  way.isSilent = true;
  const work = [ids(), ids(), transaction(), transaction()].map(refused);
  const health = await refused(store.check());
  expect(health.detail).toContain('does not answer');
  expect(health.ms).toBeLessThan(4_000);
  for (const { detail, ms } of await Promise.all(work)) {
    expect(detail).toContain('does not answer');
    expect(ms).toBeLessThan(10_000);
  }
  way.isSilent = false;
  await Promise.all([ids(), transaction()]);
  // A check from before may be under way still.
  await expect.poll(() => store.check().then(() => 'healthy', String), { timeout: 15_000 }).toBe('healthy');
});

it('a statement over its limit is ended by the server, which frees its locks too', async () => {
  expect((await refused(sql`select pg_sleep(30)`.execute(store.write))).detail).toContain('busy');
  await store.check();
});

it('requests are limited, migrations are not', async () => {
  const limit = async (opened: Store) => {
    const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(opened.write);
    await opened.close();
    return rows[0]?.statement_timeout;
  };
  expect(await limit(await openStore({ kind: 'postgres', url }))).toBe('10s');
  expect(await limit(await openStore({ kind: 'postgres', url }, { statementMs: null }))).toBe('0');
  expect(await limit(await openUnmigrated({ kind: 'postgres', url }))).toBe('0');
});
