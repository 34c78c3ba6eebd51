import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startTestServer } from '../server/start-test-server.ts';

it('says 503 first, ends what is under way, writes what is batched, and then takes nothing more', async () => {
  const server = await startTestServer();
  const key = await server.key();
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const body = '{"name":"Ana"}';
  const head = `POST /v2/creators HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.write(head + body.slice(0, 5));
  // The request is under way once the server has answered a later one.
  expect((await server.call('GET', '/v2/health')).status).toBe(200);

  const stopped = server.running.stop();
  const health = await server.call('GET', '/v2/health');
  expect([health.status, health.body.code, health.headers.get('connection')]).toEqual([
    503,
    'SERVICE_UNAVAILABLE',
    'close',
  ]);
  socket.write(body.slice(5));
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 201/);
  await stopped;
  await expect(server.call('GET', '/v2/health')).rejects.toThrow();

  const { store } = server.context;
  const used = await store.read
    .selectFrom('api_keys')
    .select(['last_used_at', 'last_used_place'])
    .executeTakeFirstOrThrow();
  expect(used).toEqual({ last_used_at: expect.any(String), last_used_place: 'authorization' });
  const usage = await store.read.selectFrom('api_usage_days').selectAll().execute();
  expect(usage).toMatchObject([{ door: 'rest', operation: 'create_creator', calls: 1, errors: 0, rate_limited: 0 }]);
  await server.stop();
});
