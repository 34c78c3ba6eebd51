import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csrfHeader, dashboardApiBase } from '../../src/dashboard/contract/route.ts';
import { startOn, type TestServer } from '../server/start-test-server.ts';
import { setKey, upstreamKey } from '../upstream/gateway.ts';
import { answer, emptyPage, type HostileUpstream, startHostile } from '../upstream/hostile.ts';
import { formsOfKey, holdsPieceOf, keysOfAnyForm, partialForms } from './forms.ts';
import { dataPlaces, places, type Said } from './said.ts';
import { filesIn } from './sinks.ts';

/** Where the data is, and what a caller's key looks like there. */
const houses = {
  'with its own data': { UPSTREAM_AUTH: null, keys: [null] },
  'in front of a remote API': { UPSTREAM_AUTH: 'gateway', keys: [null] },
  'in front of a remote API with its keys': { UPSTREAM_AUTH: 'passthrough', keys: Object.values(keysOfAnyForm) },
} as const;

const whoami = { data: { type: 'whoami', organization_id: 'remote-organization', api_key_name: 'laptop' } };

describe.each(Object.entries(houses))('a server %s', (_which, { UPSTREAM_AUTH: auth, keys: given }) => {
  let upstream: HostileUpstream;
  let server: TestServer;
  let keys: readonly string[] = [];

  beforeAll(async () => {
    upstream = await startHostile();
    // It repeats what it was sent where it refuses.
    upstream.behave = (asked, response) => {
      if (asked.url === '/v2/whoami') answer(response, 200, whoami);
      else if (asked.method === 'GET') answer(response, 200, emptyPage);
      else answer(response, 422, { code: 'VALIDATION_ERROR', detail: JSON.stringify(asked.headers) });
    };
    server = await startOn(
      { LOG_LEVEL: 'trace', AUDIT_ARGUMENTS: 'on', RATE_LIMIT_PER_MINUTE: '100000', METRICS_PORT: '0' },
      'sqlite',
      { ms: 0 },
      auth === null
        ? null
        : {
            settings: { UPSTREAM_URL: `${upstream.url}/v2`, UPSTREAM_AUTH: auth },
            adopt: async (context, id) => (auth === 'gateway' ? setKey(context, id, upstreamKey) : undefined),
            stop: async () => undefined,
          },
    );
    keys = await Promise.all(given.map(async (key) => key ?? (await server.key())));
  });
  afterAll(async () => {
    await server.stop();
    await upstream.stop();
  });

  it.each(Object.entries(places))(
    'logs, sends on and answers no key that its caller puts into %s',
    async (place, say) => {
      const before = server.log().length;
      for (const [at, key] of keys.entries()) {
        for (const [form, write] of formsFor(place, at, keys.length)) {
          upstream.received.length = 0;
          const told = await send(server, key, say(write(key)));
          for (const content of [told, sentOn(upstream, key)]) {
            expect([key, form, holdsPieceOf(key, content) ? content : null]).toEqual([key, form, null]);
          }
        }
      }
      const lines = server.log().slice(before).split('\n');
      expect(lines.length).toBeGreaterThan(keys.length);
      expect(lines.filter((line) => keys.some((key) => holdsPieceOf(key, line)))).toEqual([]);
    },
  );

  it('has kept none of them in its files or metrics', async () => {
    await signUp(server, keys[0] ?? '');
    const metrics = await (await fetch(server.running.metricsUrl ?? '')).text();
    await server.running.stop();
    const files = await filesIn(server.folder);
    expect(files.length).toBeGreaterThan(1);
    for (const key of keys) {
      for (const [name, content] of [...files, ['metrics', metrics] as const]) {
        expect([key, name, holdsPieceOf(key, content)]).toEqual([key, name, false]);
      }
    }
  });
});

/** All forms where there is one key; else each place gets others for each key, as every form of each is tested without a server. */
function formsFor(place: string, at: number, keys: number) {
  const all = Object.entries(formsOfKey).filter(([form]) => !(dataPlaces.has(place) && partialForms.has(form)));
  return keys === 1 ? all : all.filter((_, index) => (index + at + place.length) % 4 === 0);
}

/** What a caller is told of a refusal; its own data comes back to it as it is, and so does the id of a message. */
async function send({ url }: TestServer, key: string, { method, target, headers = {}, body }: Said): Promise<string> {
  const { hostname, port } = new URL(url);
  const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const json = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  return await new Promise((resolve, reject) => {
    const all = { ...(sent !== undefined && json), Authorization: `Bearer ${key}`, ...headers };
    const asked = request({ hostname, port, method, path: target, headers: all }, async (response) => {
      const content = await text(response);
      const isRefusal = (response.statusCode ?? 0) >= 400 || /"isError":\s*true|"error":\s*\{/.test(content);
      resolve(JSON.stringify(response.headers) + (isRefusal ? content : ''));
    });
    asked.on('error', reject);
    asked.end(sent);
  });
}

/** In its one header a caller's key may go on, where it is the upstream's. */
function sentOn({ received }: HostileUpstream, key: string): string {
  return JSON.stringify(
    received.map(({ headers: { authorization, ...others }, ...asked }) => ({
      ...asked,
      others,
      authorization: authorization === `Bearer ${key}` ? '' : authorization,
    })),
  );
}

/** A session is a row that keeps the browser's name. */
async function signUp({ url, running }: TestServer, key: string): Promise<void> {
  const token = running.setupLink?.split('#').at(-1);
  const about = { email: 'owner@example.com', password: 'correct horse battery staple', name: 'Owner' };
  const answered = await fetch(`${url}${dashboardApiBase}/setup`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      [csrfHeader.name]: csrfHeader.value,
      Authorization: `Bearer ${key}`,
      'User-Agent': `browser https://gateway.example/?api_key=${key}`,
    },
    body: JSON.stringify({ token, ...about, organization_name: 'Ours' }),
  });
  expect(answered.status).toBe(201);
}
