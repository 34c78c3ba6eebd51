import './tracked.ts';

import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csrfHeader, dashboardApiBase } from '../../src/dashboard/contract/route.ts';
import { generateKey } from '../../src/keys/format.ts';
import { cheapPasswords } from '../dashboard/cheap-passwords.ts';
import { places, type Said } from '../secrets/said.ts';
import { startOn, type TestServer } from '../server/start-test-server.ts';
import { answer, emptyPage, type HostileUpstream, startHostile } from '../upstream/hostile.ts';
import { filesGrown, markSizes } from './tracked.ts';

/** So many different words are said in each place; what grows by nearly as many is keyed by them. */
const wordsSaid = 30;
const grown = 25;
const wrongKeysPerMinute = 300;

/**
 * All that may grow with the words of callers, and what bounds it. What grows and is not here fails: bound it, and say
 * here by what.
 */
const bounded: Readonly<Record<string, string>> = {
  'http/fixed-window.ts': 'a minute, and as many addresses as the window takes: those who come later share one count',
  'http/guesses.ts': '10,000 digests of keys that were turned away; questions under way: 8 of an address, 64 in all',
  'keys/verdict-cache.ts': '2,000 keys that there are not, apart from 10,000 that there are',
  'upstream/passthrough/verifier.ts': '10,000 keys that the upstream does not take, apart from as many that it does',
  'upstream/send/kept-answers.ts': '2,000 answers and 32 MiB; the least recently used goes',
  'mcp/protocol/client-name.ts': '500 names, each at most 256 characters; then it begins anew',
  'contract/visible-text.ts': '1,000 names of fields; later ones are looked through each time',
  'dashboard/auth/counted-windows.ts': '50,000 pairs of an address and an account; the oldest goes',
  'dashboard/auth/account-delay.ts': '50,000 accounts at which somebody guessed; the oldest goes',
  'dashboard/auth/password-turns.ts': '32 that wait, and when 1,000 addresses and accounts were served last',
};

/** Tables whose rows come with requests, and what bounds those. */
const boundedTables: Readonly<Record<string, string>> = {
  audit_events: 'a row for each call within its key’s limit, and one a minute for what is over it; kept for a year',
  creators: 'data, one for each write within its key’s limit',
  creators_text: 'the text index of creators',
  creators_text_docsize: 'the text index of creators',
  creators_trigrams: 'the text index of creators',
  idempotency_answers: 'one for each write within its key’s limit; kept for a day',
};

const whoami = { data: { type: 'whoami', organization_id: 'remote-organization', api_key_name: 'laptop' } };
const key = 'callers-own-key-0123456789abcdef';

const seen = new Set<string>();

describe.each(['own', 'passthrough'] as const)('words of callers, where the data is %s', (data) => {
  let upstream: HostileUpstream;
  let server: TestServer;
  let own = key;

  beforeAll(async () => {
    upstream = await startHostile();
    upstream.behave = (asked, response) => {
      const isKnown = asked.headers.authorization === `Bearer ${key}`;
      if (!isKnown) answer(response, 401, { code: 'UNAUTHORIZED', detail: 'Who?' });
      else if (asked.url === '/v2/whoami') answer(response, 200, whoami);
      else answer(response, 200, emptyPage, { ETag: '"1"' });
    };
    const settings = { TRUST_PROXY: 'on', RATE_LIMIT_PER_MINUTE: '100000', METRICS_PORT: '0', AUDIT_ARGUMENTS: 'on' };
    const back = {
      settings: { UPSTREAM_URL: `${upstream.url}/v2`, UPSTREAM_AUTH: 'passthrough' },
      adopt: async () => undefined,
      stop: async () => undefined,
    };
    server = await startOn(settings, 'sqlite', { ms: 0 }, data === 'own' ? null : back, { passwords: cheapPasswords });
    if (data === 'own') own = await server.key();
    // Each door once, so that what is made once is there.
    for (const say of Object.values(places)) await send(own, say('first'), '198.51.100.1');
    await signIn('first@example.com', '198.51.100.1');
  });
  afterAll(async () => {
    await server.stop();
    await upstream.stop();
  });

  it('make nothing grow but what is bounded, in memory, tables and metrics', { timeout: 180_000 }, async () => {
    server.freshMinute();
    const rowsBefore = await rowsOf(server);
    const seriesBefore = await series(server);
    markSizes();
    for (let at = 0; at < wordsSaid; at += 1) {
      const address = `198.51.${100 + (at >> 8)}.${at % 256}`;
      await Promise.all(Object.values(places).map((say) => send(own, say(`word${at}`), address)));
      await send(`wrong-key-${at}-0123456789abcdef`, places['clientInfo.name']?.(`agent${at}`), address);
      await send(generateKey(randomBytes), places['a search']?.('Ana'), address);
      await send(null, places['User-Agent of MCP']?.(`agent${at}`), address);
      await signIn(`person${at}@example.com`, address);
    }
    // Over the limit of one address.
    for (let at = 0; at < wrongKeysPerMinute + wordsSaid; at += 1) {
      await send(`guessed-key-${at}-0123456789abcdef`, places['a search']?.('Ana'), '198.51.100.2');
    }
    const files = filesGrown(grown);
    for (const file of files) seen.add(file);
    expect(files.filter((file) => bounded[file] === undefined)).toEqual([]);
    const rows = await rowsOf(server);
    const more = Object.entries(rows).filter(([table, count]) => count - (rowsBefore[table] ?? 0) >= grown);
    expect(more.map(([table]) => table).filter((table) => boundedTables[table] === undefined)).toEqual([]);
    expect((await series(server)) - seriesBefore).toBeLessThan(grown);
  });

  async function send(as: string | null, said: Said | undefined, address: string): Promise<void> {
    const { method, target, headers = {}, body } = said ?? { method: 'GET', target: '/' };
    await server
      .call(method, target, {
        ...(as !== null && { key: as }),
        headers: { Accept: 'application/json, text/event-stream', 'X-Forwarded-For': address, ...headers },
        ...(typeof body === 'string' ? { rawBody: body } : { body }),
      })
      // What the words break of a request is no concern here.
      .catch(() => undefined);
  }

  async function signIn(email: string, address: string): Promise<void> {
    await fetch(`${server.url}${dashboardApiBase}/session/sign-in`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        [csrfHeader.name]: csrfHeader.value,
        'X-Forwarded-For': address,
      },
      body: JSON.stringify({ email, password: 'no such password' }),
    });
  }
});

it('what is listed as bounded does grow with them', () => {
  expect(Object.keys(bounded).filter((file) => !seen.has(file))).toEqual([]);
});

async function rowsOf({ context: { store } }: TestServer): Promise<Record<string, number>> {
  const tables = await store.read.introspection.getTables();
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ rows: number | string }>`select count(*) as rows from ${sql.table(name)}`.execute(
      store.read,
    );
    counts[name] = Number(rows[0]?.rows);
  }
  return counts;
}

async function series({ running }: TestServer): Promise<number> {
  return (await (await fetch(running.metricsUrl ?? '')).text()).split('\n').length;
}
