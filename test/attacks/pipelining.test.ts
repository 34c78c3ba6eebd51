import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const at = testServer({ LOG_LEVEL: 'info' });
let key = '';
beforeAll(async () => {
  key = await at().key();
});

const get = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n${more}\r\n`;

async function speak(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(at().url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  return await text(socket).catch(() => 'reset');
}

describe('requests in a row without waiting for answers', () => {
  it('are answered in their order, where they are a few', async () => {
    const paths = ['/v2/whoami', '/v2/nothing', '/v2/health', '/v2/overview', '/v2/meta', '/v2/creators', '/v2/usage'];
    const answer = await speak(paths.map((path) => get(path)).join('') + get('/v2/settings', 'Connection: close\r\n'));
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['200', '404', '200', '200', '200', '200', '200', '200']);
    expect(answer).toMatch(/"whoami".*"health".*"overview".*"api_meta".*"usage".*"settings"/s);
  });

  it('keep their bodies, and change things in their order', async () => {
    const create = (name: string, more = '') => {
      const body = JSON.stringify({ name });
      const head = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n${more}`;
      return get('/v2/creators', head).replace('GET', 'POST') + body;
    };
    const sent =
      create('first') + create('x'.repeat(100_000)) + create('second') + create('third', 'Connection: close\r\n');
    const answer = await speak(sent);
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['201', '422', '201', '201']);
    expect(answer).toMatch(/"first".*"second".*"third"/s);
  });

  it('end the connection where they are a flood, and most of them are never begun', async () => {
    const before = at().log().split('\n').length;
    await speak(get('/v2/accounts').repeat(2_000));
    expect((await at().call('GET', '/v2/whoami', { key })).status).toBe(200);
    expect(at().log().split('\n').length - before).toBeLessThan(40);
  });
});
