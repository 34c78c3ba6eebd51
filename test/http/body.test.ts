import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const at = testServer();
let key = '';
beforeAll(async () => {
  key = await at().key();
});

const post = (rawBody: string | Uint8Array, headers: Record<string, string> = {}) =>
  at().call('POST', '/v2/creators', { key, rawBody, headers });

/** Raw bytes on a connection of its own, and all that comes back until `until` is in it or the connection ends. */
async function speak(bytes: string, until?: string): Promise<{ answer: string; socket: Socket }> {
  const socket = connect(Number(new URL(at().url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
    if (until !== undefined && answer.includes(until)) break;
  }
  return { answer, socket };
}

const head = (more: string) =>
  `POST /v2/creators HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n${more}\r\n`;

describe('a body', () => {
  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=latin1', 415],
    ['application/jsonp', 415],
    ['application/JSON; Charset="UTF-8"', 201],
    ['application/json', 201],
  ])('of type %s answers %i', async (type, status) => {
    expect((await post('{"name":"Ana"}', { 'Content-Type': type })).status).toBe(status);
  });

  it.each([['{'], ['{"name":"a"}}'], ["{'name':'a'}"], ['{"name":NaN}'], ['\u0000']])(
    '%j is malformed',
    async (body) => {
      const answer = await post(body);
      expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
      expect(answer.text).not.toContain('position');
    },
  );

  it.each([
    ['null'],
    ['[]'],
    ['"name"'],
    ['1'],
    ['{"name":1}'],
    ['{"name":null}'],
    [''],
    ['{"__proto__":{"name":"a"}}'],
  ])('%j is JSON of the wrong form', async (body) => {
    expect((await post(body)).status).toBe(422);
  });

  it('that is no UTF-8 is refused', async () => {
    const answer = await post(Uint8Array.from([0x22, 0xff, 0xfe, 0x22]));
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('that is compressed is refused', async () => {
    const answer = await post(gzipSync('{"name":"Ana"}'), { 'Content-Encoding': 'gzip' });
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('nested a hundred thousand deep harms nobody', async () => {
    expect([400, 422]).toContain((await post(`{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).status);
  });

  it('for an operation that takes none is refused', async () => {
    const path = '/v2/creators/3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71';
    expect((await at().call('DELETE', path, { key, body: { force: true } })).status).toBe(422);
    expect((await at().call('DELETE', path, { key })).status).toBe(404);
    expect((await at().call('DELETE', path, { key, body: [] })).status).toBe(422);
  });

  it('that is empty is accepted by an operation that takes none', async () => {
    const path = '/v2/creators/3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71';
    for (const body of [{}, null]) {
      expect((await at().call('DELETE', path, { key, body })).status).toBe(404);
      expect((await at().call('PUT', `${path}/accounts/${path.slice(-36)}`, { key, body })).status).toBe(404);
    }
    const named = await at().call('DELETE', path, { key, body: { force: true } });
    expect(named.body.errors).toEqual([{ field: 'force', message: 'is not a known field' }]);
  });
});

describe('a body over 1 MiB', () => {
  it('announced is refused before any of it is sent', async () => {
    const { answer, socket } = await speak(head('Content-Length: 10485760\r\n'), '}');
    expect(answer).toContain('HTTP/1.1 413');
    expect(answer).toContain('"code":"PAYLOAD_TOO_LARGE"');
    socket.destroy();
  });

  it('announced with Expect is refused, and a small one is let through', async () => {
    const large = await speak(head('Content-Length: 10485760\r\nExpect: 100-continue\r\n'), '}');
    expect(large.answer).toMatch(/^HTTP\/1.1 413/);
    large.socket.destroy();
    const small = await speak(head('Content-Length: 14\r\nExpect: 100-continue\r\n'), '\r\n\r\n');
    expect(small.answer).toMatch(/^HTTP\/1.1 100 Continue/);
    small.socket.destroy();
  });

  it('sent in chunks is refused once it is too much, and the connection is cut if it goes on', async () => {
    const chunk = `80000\r\n${' '.repeat(0x80000)}\r\n`;
    const { answer } = await speak(head('Transfer-Encoding: chunked\r\n') + chunk.repeat(3));
    expect(answer).toContain('HTTP/1.1 413');
  });

  it('of exactly 1 MiB is read', async () => {
    const padded = `{"name":"${'a'.repeat(1024 * 1024 - 11)}"}`;
    expect(Buffer.byteLength(padded)).toBe(1024 * 1024);
    expect((await post(padded)).status).toBe(422);
  });

  it('on /mcp is refused too', async () => {
    const answer = await at().call('POST', '/mcp', { key, rawBody: ' '.repeat(1024 * 1024 + 1) });
    expect([answer.status, answer.body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
});

describe('what is no HTTP request', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n', '400'],
    ['headers over 16 KiB', `GET /v2/health HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, '400'],
    ['a target that is no path', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n', '400'],
    ['a URL of another scheme', 'GET ftp://localhost/v2/health HTTP/1.1\r\nHost: localhost\r\n\r\n', '400'],
    ['no host', 'GET /v2/health HTTP/1.1\r\n\r\n', '400'],
    ['no host in a URL', 'GET http:///v2/health HTTP/1.1\r\nHost: localhost\r\n\r\n', '400'],
    ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n', '400'],
    [
      'two lengths',
      'POST /v2/creators HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      '400',
    ],
  ])('(%s) is answered with a problem document', async (_name, bytes, status) => {
    const { answer, socket } = await speak(bytes, '}');
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
    expect(answer).toContain('"code":"BAD_REQUEST"');
    expect(answer).toMatch(/^x-request-id: ./im);
    expect(answer).toMatch(/"instance":"(\/[^":]*)?"/);
    socket.destroy();
  });
});

describe('a request line with a whole URL', () => {
  const get = (target: string, host = new URL(target).host) =>
    speak(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

  it.each([
    ['http://localhost/v2/health', 'localhost'],
    ['HTTP://127.0.0.1:8787/v2/health', '127.0.0.1:8787'],
    ['https://localhost/v2/health', 'LocalHost'],
    ['http://localhost:80/v2/health', 'localhost'],
    ['https://[::1]/v2/health', '[::1]:443'],
  ])('%s with the Host %s is a request for its path', async (target, host) => {
    expect((await get(target, host)).answer).toMatch(/^HTTP\/1.1 200 .*"type":"health"/s);
  });

  it.each([
    ['http://localhost/v2/health', 'evil.example'],
    ['http://evil.example/v2/health', 'localhost'],
    ['http://localhost/v2/health', 'localhost:81'],
    ['http://localhost/v2/health', '127.0.0.1'],
    ['http://localhost/v2/health', ''],
    ['http://localhost@evil.example/v2/health', 'localhost'],
  ])('%s is refused with the Host %s, which is another one', async (target, host) => {
    expect((await get(target, host)).answer).toMatch(/^HTTP\/1.1 400 .*names another host than the Host header/s);
  });

  it('of a foreign host is refused, under its path', async () => {
    const { answer } = await get('http://evil.example/v2/health?api_key=ca_live_abc123');
    expect(answer).toMatch(/^HTTP\/1.1 403 .*"instance":"\/v2\/health"/s);
    const target = 'http://user:word@localhost/v2/health';
    expect((await get(target, 'user:word@localhost')).answer).toMatch(/^HTTP\/1.1 403 /);
  });

  it('without a path is one for /', async () => {
    expect((await get('http://localhost?api_key=ca_live_abc123')).answer).toMatch(/^HTTP\/1.1 (200|404) /);
    expect((await get('http://localhost/nothing')).answer).toMatch(/^HTTP\/1.1 404 .*"instance":"\/nothing"/s);
  });
});

describe('two Host headers', () => {
  it.each([
    ['Host: localhost', 'Host: evil.example'],
    ['Host: evil.example', 'Host: localhost'],
    ['Host: localhost', 'hOST: localhost'],
    ['Host: localhost', 'Host:'],
  ])('%s and %s are refused, whichever is allowed', async (first, second) => {
    for (const target of ['/v2/health', '/mcp', '/', 'http://localhost/v2/health']) {
      const { answer } = await speak(`GET ${target} HTTP/1.1\r\n${first}\r\n${second}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 .*"code":"BAD_REQUEST"/s);
      expect(answer).toContain('more than one Host header');
    }
  });
});

describe('an expectation that nobody knows', () => {
  it('is not met and does no harm', async () => {
    const bytes = `${head('Content-Length: 14\r\nExpect: foo\r\nConnection: close\r\n')}{"name":"Ana"}`;
    const { answer } = await speak(bytes);
    expect(answer).toMatch(/^HTTP\/1.1 201 .*x-request-id: ./is);
  });
});
