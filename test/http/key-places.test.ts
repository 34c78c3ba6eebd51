import { beforeAll, describe, expect, it, vi } from 'vitest';
import { allOperations } from '../../src/contract/operations.ts';
import { dashboardApiBase } from '../../src/dashboard/contract/route.ts';
import { allDashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { generateKey } from '../../src/keys/format.ts';
import { setUrlKeys } from '../../src/organizations/change.ts';
import { realOutside } from '../../src/start/outside.ts';
import { testServer } from '../server/test-server.ts';
import type { Answer } from '../server/wire.ts';

/**
 * Where a key may stand (contract §4, Key): every place × every route × what the organization says of keys in URLs, as
 * one table. A new operation is in it by itself.
 */
const at = testServer({ RATE_LIMIT_PER_MINUTE: '1000000' });
let key = '';
const other = generateKey(realOutside.randomBytes);
beforeAll(async () => {
  key = await at().key();
});

interface Place {
  headers: Record<string, string>;
  query: string;
}

const places = {
  nowhere: () => ({ headers: {}, query: '' }),
  authorization: () => ({ headers: { Authorization: `Bearer ${key}` }, query: '' }),
  'authorization, lower case': () => ({ headers: { Authorization: `bearer  ${key}` }, query: '' }),
  'authorization without a scheme': () => ({ headers: { Authorization: key }, query: '' }),
  'x-creatoraudit-api-key': () => ({ headers: { 'x-creatoraudit-api-key': key }, query: '' }),
  'x-api-key': () => ({ headers: { 'X-API-Key': key }, query: '' }),
  'x-auth-token with Bearer': () => ({ headers: { 'x-auth-token': `Bearer ${key}` }, query: '' }),
  url: () => ({ headers: {}, query: `api_key=${key}` }),
  'url, encoded': () => ({ headers: {}, query: `api%5Fkey=${key.replaceAll('_', '%5F')}` }),
  'url and authorization': () => ({ headers: { Authorization: `Bearer ${key}` }, query: `api_key=${key}` }),
  'url and x-api-key': () => ({ headers: { 'x-api-key': key }, query: `api_key=${key}` }),
  'url and x-auth-token, written otherwise': () => ({
    headers: { 'x-auth-token': `bearer ${key}` },
    query: `api%5Fkey=Bearer+${key}`,
  }),
  'x-api-key and authorization': () => ({ headers: { Authorization: `Bearer ${key}`, 'x-api-key': key }, query: '' }),
  'two different keys': () => ({ headers: { Authorization: `Bearer ${key}`, 'x-api-key': other }, query: '' }),
  'two different keys, one in the url': () => ({
    headers: { Authorization: `Bearer ${key}` },
    query: `api_key=${other}`,
  }),
} satisfies Record<string, () => Place>;
type PlaceName = keyof typeof places;
const placeNames = Object.keys(places).filter(isPlace);

function isPlace(name: string): name is PlaceName {
  return Object.hasOwn(places, name);
}

const rules = ['allow', 'read_only', 'forbid'] as const;
type Rule = (typeof rules)[number];

/** What a cell comes to, in one word. */
type Outcome = 'served' | 'no key' | 'conflict' | 'unknown field' | 'forbidden' | 'read only';

const isTwo = (place: PlaceName) => place.startsWith('two different');
const isInUrl = (place: PlaceName) => place.startsWith('url');
const hasBearer = (place: PlaceName) =>
  place === 'authorization' || place === 'authorization, lower case' || place.endsWith('and authorization');

/** REST takes the one header, and refuses a key in its URL whatever else there is. */
function restOutcome(place: PlaceName, isOpen: boolean): Outcome {
  // Nobody looks for a key there; a key in the URL is taken out before its fields are read.
  if (isOpen) return 'served';
  if (isTwo(place)) return 'conflict';
  if (place === 'url and authorization') return 'unknown field';
  return hasBearer(place) ? 'served' : 'no key';
}

/** MCP takes it from all places; without one it lets one look around. */
function mcpOutcome(place: PlaceName, rule: Rule, does: 'lists' | 'reads' | 'writes'): Outcome {
  if (isTwo(place)) return 'conflict';
  if (place === 'authorization without a scheme') return 'no key';
  if (place === 'nowhere') return does === 'lists' ? 'served' : 'no key';
  // A header beside it takes the key out of nobody's log of URLs.
  if (!isInUrl(place) || rule === 'allow') return 'served';
  if (rule === 'forbid') return 'forbidden';
  return does === 'writes' ? 'read only' : 'served';
}

function outcomeOf({ status, body }: Answer): Outcome {
  const code = body?.code ?? body?.result?.structuredContent?.code;
  if (status === 401 || code === 'UNAUTHORIZED') return 'no key';
  if (status === 400 && /two different keys/.test(body.detail)) return 'conflict';
  if (status === 422 && body.errors?.some(({ field }: { field: string }) => field === 'api_key'))
    return 'unknown field';
  if (status === 403 && code === 'FORBIDDEN') return 'forbidden';
  if (code === 'INSUFFICIENT_SCOPE') return 'read only';
  return 'served';
}

const someId = '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71';
const concrete = (path: string) =>
  path
    .replace('{platform}', 'tiktok')
    .replace('{account_video_id}', '1')
    .replace(/\{\w+\}/g, someId);

async function ask(method: string, path: string, place: PlaceName, body?: unknown): Promise<Answer> {
  const { headers, query }: Place = places[place]();
  const asked = method === 'GET' ? { headers } : { headers, body: body ?? { surprise: 1 } };
  return await at().call(method, query === '' ? path : `${path}?${query}`, asked);
}

let cells = 0;

describe.each(rules)('with URL keys set to %s', (rule) => {
  beforeAll(async () => {
    await setUrlKeys(at().context, at().organizationId, rule);
    // The running server hears of it within a second.
    await vi.waitFor(async () => {
      const seen = await ask('POST', '/mcp', 'url', rpc('tools/call', 'create_creator', { name: 'x' }));
      expect(outcomeOf(seen)).toBe(mcpOutcome('url', rule, 'writes'));
    }, 2_000);
  });

  it.each(placeNames)('a key in: %s', async (place) => {
    for (const { id, method, path, scope } of allOperations) {
      const answer = await ask(method, `/v2${concrete(path)}`, place);
      expect([id, outcomeOf(answer)]).toEqual([id, restOutcome(place, scope === 'open')]);
      cells += 1;
    }
    for (const path of ['/v2/openapi.json', '/v2/docs', '/.well-known/oauth-protected-resource', '/nothing']) {
      expect([path, outcomeOf(await ask('GET', path, place))]).toEqual([path, 'served']);
      cells += 1;
    }
    for (const [does, body] of [
      ['lists', rpc('tools/list')],
      ['reads', rpc('tools/call', 'get_overview')],
      ['writes', rpc('tools/call', 'create_creator', { name: 'x' })],
      ['reads', rpc('tools/call', 'call_v2_endpoint', { method: 'GET', path: '/overview' })],
      [
        'writes',
        rpc('tools/call', 'call_v2_endpoint_write', { method: 'POST', path: '/creators', body: { name: 'x' } }),
      ],
    ] as const) {
      const answer = await ask('POST', '/mcp', place, body);
      expect([body, outcomeOf(answer)]).toEqual([body, mcpOutcome(place, rule, does)]);
      cells += 1;
    }
    // The dashboard knows people, and no keys.
    for (const { id, method, path, access } of allDashboardRoutes.filter(({ access }) => access !== 'open')) {
      const { status } = await ask(method, dashboardApiBase + concrete(path), place);
      expect([id, access, status]).toEqual([id, access, method === 'GET' ? 401 : 403]);
      cells += 1;
    }
  });
});

function rpc(method: string, name?: string, args: object = {}) {
  return { jsonrpc: '2.0', id: 1, method, params: name === undefined ? {} : { name, arguments: args } };
}

it('every cell was asked', () => {
  const routes = allOperations.length + 4 + 5 + allDashboardRoutes.filter(({ access }) => access !== 'open').length;
  expect(cells).toBe(rules.length * placeNames.length * routes);
  process.stdout.write(`  ${cells} cells of key place × route × rule\n`);
});

it('shows on the card of the key that it was sent in a URL', async () => {
  await setUrlKeys(at().context, at().organizationId, 'allow');
  await ask('POST', '/mcp', 'url', rpc('tools/list'));
  const place = async () => {
    const { store } = at().context;
    return (await store.read.selectFrom('api_keys').select('last_used_place').executeTakeFirstOrThrow())
      .last_used_place;
  };
  // Last uses are written once a minute for a key, and at the end.
  at().ahead.ms += 61_000;
  await ask('POST', '/mcp', 'url', rpc('tools/list'));
  await expect.poll(place, { timeout: 15_000 }).toBe('url');
});
