import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOn, type TestServer } from '../server/start-test-server.ts';
import { shortDeadlines } from './gateway.ts';
import { answer, type HostileUpstream, startHostile } from './hostile.ts';

const callersKey = 'callers-own-key-0123456789abcdef';
const newKey = 'a-new-colleagues-key-0123456789';
const otherNewKey = 'another-new-colleagues-key-98765';
const thirdNewKey = 'a-third-new-colleagues-key-13579';
const whoami = { data: { type: 'whoami', organization_id: 'remote-organization', api_key_name: 'laptop' } };
const page = { data: [], pagination: { next_cursor: null, has_next: false, limit: 50 }, filters: { order_by: 'name' } };
const limit = 40;

let upstream: HostileUpstream;
let server: TestServer;
beforeAll(async () => {
  upstream = await startHostile();
  server = await startOn(
    {},
    'sqlite',
    { ms: 0 },
    {
      settings: {
        UPSTREAM_URL: `${upstream.url}/v2`,
        UPSTREAM_AUTH: 'passthrough',
        RATE_LIMIT_PER_MINUTE: String(limit),
        TRUST_PROXY: 'on',
      },
      deadlines: shortDeadlines,
      adopt: async () => undefined,
      stop: () => upstream.stop(),
    },
  );
});
afterAll(() => server.stop());

const valid = new Set([callersKey, newKey, otherNewKey, thirdNewKey].map((key) => `Bearer ${key}`));

function fresh(): void {
  server.freshMinute();
  upstream.received.length = 0;
  upstream.behave = (request, response) => {
    if (!valid.has(request.headers.authorization ?? ''))
      answer(response, 401, { code: 'UNAUTHORIZED', detail: 'Who?' });
    else answer(response, 200, request.url === '/v2/whoami' ? whoami : page);
  };
}

const from = (address: string, key: string) =>
  server.call('GET', '/v2/creators', { key, headers: { 'X-Forwarded-For': address } });
const guessed = () =>
  upstream.received.filter(({ headers }) => String(headers.authorization).startsWith('Bearer guess-')).length;

describe('guesses at keys of the upstream', () => {
  it('are limited by address before the upstream is asked, also where they come at once', async () => {
    fresh();
    const statuses = await Promise.all(
      Array.from({ length: 4 * limit }, async (_, at) => (await from('203.0.113.9', `guess-${at}-0123456789`)).status),
    );
    expect(guessed()).toBeLessThanOrEqual(limit);
    expect(guessed()).toBeGreaterThan(0);
    for (let at = 0; at < 2 * limit; at += 1) await from('203.0.113.9', `guess-later-${at}-0123456789`);
    expect(guessed()).toBe(limit);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3 * limit);
    const again = await from('203.0.113.9', 'guess-again-0123456789');
    expect([again.status, again.body.code, Number(again.headers.get('retry-after')) >= 1]).toEqual([
      429,
      'RATE_LIMITED',
      true,
    ]);
    // Another address is not limited by it, and the next minute asks again.
    expect((await from('203.0.113.10', 'guess-other-0123456789')).status).toBe(401);
    fresh();
    expect((await from('203.0.113.9', 'guess-next-0123456789')).status).toBe(401);
  });

  it('take nothing from a key that is in use, at the same address and beyond what is remembered of it', async () => {
    fresh();
    expect((await from('203.0.113.9', callersKey)).status).toBe(200);
    for (let at = 0; at < limit + 5; at += 1) await from('203.0.113.9', `guess-${at}-0123456789`);
    expect((await from('203.0.113.9', 'guess-last-0123456789')).status).toBe(429);
    server.ahead.ms += 11_000;
    expect((await from('203.0.113.9', callersKey)).status).toBe(200);
  });

  it('keep a new key at their address waiting once, and at others not at all', async () => {
    fresh();
    for (let at = 0; at < limit; at += 1) await from('203.0.113.11', `guess-${at}-0123456789`);
    const first = await from('203.0.113.11', newKey);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1']);
    expect(first.body.detail).toContain('Send it again in a moment');
    // Its own next try is enough: no other address has vouched for it.
    expect((await from('203.0.113.11', newKey)).status).toBe(200);
    expect((await from('203.0.113.12', otherNewKey)).status).toBe(200);
  });

  it('that are sent again are asked about again only so often', async () => {
    fresh();
    for (let round = 0; round < 2; round += 1) {
      for (let at = 0; at < limit + 100; at += 1) await from('203.0.113.15', `guess-${at}-0123456789`);
    }
    expect(guessed()).toBe(limit + 60);
  });

  it('that the upstream leaves unanswered hold up neither keys in use nor new keys of other addresses', async () => {
    fresh();
    expect((await from('203.0.113.16', callersKey)).status).toBe(200);
    server.ahead.ms += 11_000;
    const well = upstream.behave;
    const held: (() => void)[] = [];
    upstream.behave = (request, response) => {
      if (!String(request.headers.authorization).startsWith('Bearer guess-')) well(request, response);
      else held.push(() => answer(response, 401, { code: 'UNAUTHORIZED', detail: 'Who?' }));
    };
    const flood = Promise.all(
      Array.from({ length: limit }, (_, at) => from('203.0.113.16', `guess-held-${at}-0123456789`)),
    );
    await expect.poll(() => held.length).toBeGreaterThanOrEqual(8);
    expect((await from('203.0.113.16', callersKey)).status).toBe(200);
    expect((await from('203.0.113.17', thirdNewKey)).status).toBe(200);
    expect(held).toHaveLength(8);
    for (const answerNow of held) answerNow();
    upstream.behave = well;
    await flood;
  });

  it('do not count what turns out to be a valid key', async () => {
    fresh();
    for (let at = 0; at < 3; at += 1) {
      server.ahead.ms += 11_000;
      expect((await from('203.0.113.13', callersKey)).status).toBe(200);
    }
    fresh();
    for (let at = 0; at < limit; at += 1) {
      expect((await from('203.0.113.13', `guess-${at}-0123456789`)).status).toBe(401);
    }
  });
});
