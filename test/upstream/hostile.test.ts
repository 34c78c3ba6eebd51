import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { shortDeadlines, testGateway, upstreamKey } from './gateway.ts';
import { answer, behaveWell, emptyPage, type HostileUpstream, startHostile } from './hostile.ts';

const at = testGateway();

const list = (headers = {}) => at().server.call('GET', '/v2/creators', { key: at().key, headers });
const create = () => at().server.call('POST', '/v2/creators', { key: at().key, body: { name: 'Ana' } });

type Behaviour = HostileUpstream['behave'];

const problem = (code: string, detail: string, more = {}) =>
  JSON.stringify({ type: 'x', title: 'x', status: 0, code, detail, instance: '/', request_id: 'r', ...more });

/** What it does, the status and code that a caller gets, and what the detail says. */
const cases: [string, Behaviour, number, string, RegExp][] = [
  ['never sends a head', () => undefined, 504, 'UPSTREAM_TIMEOUT', /did not answer in time/],
  [
    'sends its head and then nothing',
    (_, response) => response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders(),
    504,
    'UPSTREAM_TIMEOUT',
    /in time/,
  ],
  ['drips its body for ever', drip, 504, 'UPSTREAM_TIMEOUT', /in time/],
  [
    'sends half a body',
    (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"data":[', () => response.destroy());
    },
    502,
    'UPSTREAM_ERROR',
    /broke off/,
  ],
  ['cuts the connection', (request) => request.socket.destroy(), 502, 'UPSTREAM_ERROR', /broke off/],
  ['speaks no HTTP', (request) => request.socket.end('SSH-2.0-OpenSSH_9.6\r\n'), 502, 'UPSTREAM_ERROR', /broke off/],
  ['sends wrong JSON', (_, response) => answer(response, 200, '{"data":['), 502, 'UPSTREAM_ERROR', /not JSON/],
  [
    'sends HTML',
    (_, response) => answer(response, 200, '<html>', { 'Content-Type': 'text/html' }),
    502,
    'UPSTREAM_ERROR',
    /content type/,
  ],
  [
    'sends JSON as text',
    (_, response) => answer(response, 200, emptyPage, { 'Content-Type': 'text/plain' }),
    502,
    'UPSTREAM_ERROR',
    /content type/,
  ],
  ['sends null', (_, response) => answer(response, 200, 'null'), 502, 'UPSTREAM_ERROR', /the body is wrong/],
  [
    'leaves a needed field out',
    (_, response) => answer(response, 200, { ...emptyPage, pagination: { has_next: false, limit: 50 } }),
    502,
    'UPSTREAM_ERROR',
    /pagination\.next_cursor is missing/,
  ],
  [
    'has a needed field wrong',
    (_, response) => answer(response, 200, { ...emptyPage, data: [{ id: 7 }] }),
    502,
    'UPSTREAM_ERROR',
    /data\.0\.id is wrong/,
  ],
  ['answers another status', (_, response) => answer(response, 202, emptyPage), 502, 'UPSTREAM_ERROR', /status 202/],
  [
    'answers 304 unasked',
    (_, response) => response.writeHead(304).end(),
    502,
    'UPSTREAM_ERROR',
    /304 to a request that had no condition/,
  ],
  ['sends 50 MB', (_, response) => flood(response), 502, 'UPSTREAM_ERROR', /more than 8 MiB/],
  [
    'sends a huge head',
    (request) => request.socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`),
    502,
    'UPSTREAM_ERROR',
    /broke off/,
  ],
  [
    'fails in JSON',
    (_, response) => answer(response, 500, problem('INTERNAL_ERROR', 'Their mistake.')),
    500,
    'INTERNAL_ERROR',
    /Their mistake/,
  ],
  [
    'fails in HTML',
    (_, response) => answer(response, 502, '<html>bad gateway', { 'Content-Type': 'text/html' }),
    502,
    'UPSTREAM_ERROR',
    /It answered 502/,
  ],
  [
    'refuses in HTML',
    (_, response) => answer(response, 404, '<html>', { 'Content-Type': 'text/html' }),
    502,
    'UPSTREAM_ERROR',
    /It answered 404/,
  ],
  [
    'repeats the key that it was sent',
    (_, response) => {
      const errors = [{ field: 'q', message: upstreamKey }];
      answer(response, 422, problem('VALIDATION_ERROR', `I know ${upstreamKey}`, { errors }));
    },
    422,
    'VALIDATION_ERROR',
    /^I know \[key\]$/,
  ],
  [
    'lies about its code',
    (_, response) => answer(response, 404, problem('UNAUTHORIZED', 'x')),
    502,
    'UPSTREAM_ERROR',
    /failed/,
  ],
  [
    'storms with 429',
    (_, response) => answer(response, 429, problem('RATE_LIMITED', 'Slowly.'), { 'Retry-After': '30' }),
    429,
    'RATE_LIMITED',
    /Slowly/,
  ],
];

function drip(...[, response]: Parameters<Behaviour>): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

let flooded = 0;
function flood(response: Parameters<Behaviour>[1]): void {
  const megabyte = Buffer.alloc(1024 * 1024, 32);
  flooded = 0;
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': String(50 * megabyte.length) });
  const more = () => {
    while (!response.destroyed && flooded < 50) {
      flooded += 1;
      if (!response.write(megabyte)) return;
    }
  };
  response.on('drain', more);
  more();
}

/** The circuit may be open: its own probe closes it. */
async function recovers(): Promise<void> {
  at().upstream.behave = behaveWell;
  await vi.waitFor(async () => expect((await list()).status).toBe(200), { timeout: 10_000, interval: 20 });
}

describe('an upstream that', () => {
  it.each(cases)(
    '%s is a bounded, clear error, and is used again once it is well',
    async (_name, behave, status, code, detail) => {
      at().upstream.behave = behave;
      const startedAt = performance.now();
      const first = await list();
      expect(performance.now() - startedAt).toBeLessThan(shortDeadlines.total + 3_000);
      expect([first.status, first.body.code]).toEqual([status, code]);
      expect(first.body.detail).toMatch(detail);
      expect(first.text).not.toContain(upstreamKey);
      await recovers();
      expect(at().server.log()).not.toContain(upstreamKey);
    },
  );

  it('redirects is not followed', async () => {
    const elsewhere = await startHostile();
    for (const status of [301, 302, 307, 308]) {
      at().upstream.behave = (_, response) =>
        answer(response, status, '', { Location: `${elsewhere.url}/v2/creators` });
      const { body } = await list();
      expect([body.code, body.detail]).toEqual([
        'UPSTREAM_ERROR',
        expect.stringContaining('Redirects are not followed'),
      ]);
    }
    expect(elsewhere.received).toEqual([]);
    await elsewhere.stop();
  });

  it('sends 50 MB is cut off long before', async () => {
    at().upstream.behave = (_, response) => flood(response);
    expect((await list()).status).toBe(502);
    expect(flooded).toBeLessThan(20);
    expect(at().upstream.received).toHaveLength(1);
    await recovers();
  });

  it('storms with 429 is asked once per call, and its wait reaches header and body', async () => {
    at().upstream.behave = (_, response) =>
      answer(response, 429, problem('RATE_LIMITED', 'x'), { 'Retry-After': '30' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => list()));
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('retry-after'), body.retry_after_seconds]).toEqual([429, '30', 30]);
    }
    expect(at().upstream.received).toHaveLength(20);
    await recovers();
  });
});

describe('sockets and memory', () => {
  it('do not grow with failures', async () => {
    const heap = collectedHeap();
    for (const [name, behave] of cases) {
      if (/50 MB|never|nothing|drips/.test(name)) continue;
      at().upstream.behave = behave;
      for (let round = 0; round < 10; round += 1) await Promise.all([list(), create()]);
    }
    await recovers();
    expect(collectedHeap() - heap).toBeLessThan(20 * 1024 * 1024);
    // Cut ones are gone, and those that are kept alive are few.
    await vi.waitFor(() => expect(at().upstream.openSockets()).toBeLessThan(20));
  });

  it('are used again while all is well', async () => {
    await recovers();
    const before = at().upstream.connections();
    for (let round = 0; round < 30; round += 1) await list();
    expect(at().upstream.connections() - before).toBeLessThanOrEqual(1);
  });
});

/** Bytes in use after everything that nobody holds is gone. */
function collectedHeap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
