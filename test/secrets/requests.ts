import { exampleOf } from '../../src/api/openapi/example.ts';
import { jsonSchema } from '../../src/contract/json-schema.ts';
import { allOperations } from '../../src/contract/operations.ts';
import { csrfHeader, dashboardApiBase, organizationHeader } from '../../src/dashboard/contract/route.ts';
import { allDashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { showTool } from '../../src/mcp/call/lists.ts';
import { catalog } from '../../tools/catalog.ts';
import type { Dice } from './dice.ts';
import { type Door, doorRequest } from './door-requests.ts';
import { ownWordsRequest } from './own-words.ts';
import type { Planted } from './planted.ts';
import type { WireRequest } from './wire.ts';

/** What requests are made of. */
export interface Ground {
  dice: Dice;
  planted: Planted;
  /** Where the server listens. */
  port: number;
  /** Ids of things that are there. */
  ids: readonly string[];
  /** The cookie of somebody who is signed in; null where nobody is. */
  cookie: string | null;
  /** The organization that their page shows. */
  organization: string;
  /** The door for apps; null where there is none. */
  door: Door | null;
}

type Header = readonly [string, string];

/** A random request to a random door, with keys wherever people and programs put them. */
export function randomRequest(ground: Ground): WireRequest {
  const { dice } = ground;
  if (ground.door !== null && dice.chance(0.2)) return doorRequest(ground, ground.door);
  if (dice.chance(0.3)) return ownWordsRequest(ground);
  const door = dice.next();
  const request = door < 0.4 ? restRequest(ground) : door < 0.8 ? mcpRequest(ground) : dashboardRequest(ground);
  const manner = dice.next();
  return {
    ...request,
    headers: [...request.headers, ...noise(ground)],
    manner: manner < 0.03 ? 'cut' : manner < 0.06 ? 'impatient' : 'whole',
  };
}

type Bare = Omit<WireRequest, 'manner'>;

function restRequest(ground: Ground): Bare {
  const { dice, planted } = ground;
  const operation = dice.pick(allOperations);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => pathPart(ground, name));
  const known = Object.keys(operation.query.shape);
  const query = [0, 1, 2].flatMap(() => (dice.chance(0.3) ? [queryPart(ground, known)] : []));
  const example = withKeys(
    ground,
    exampleOf(jsonSchema(operation.body, 'input'), '', () => ({})),
    0.2,
  );
  const takesBody = operation.method !== 'GET';
  return {
    method: dice.chance(0.05) ? dice.pick(['TRACE', 'OPTIONS', 'HEAD', 'PUT', planted.key(dice)]) : operation.method,
    target: `/v2${dice.chance(0.05) ? `/${encoded(ground, planted.text(dice))}` : path}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    headers: [host(ground), ...credentials(ground), ...(takesBody ? [contentType(ground)] : [])],
    body: takesBody ? bodyText(ground, example) : null,
  };
}

function mcpRequest(ground: Ground): Bare {
  const { dice } = ground;
  const isModern = dice.chance(0.5);
  const message = rpcMessage(ground, isModern);
  const batch = !isModern && dice.chance(0.1);
  const body = bodyText(ground, batch ? [message, rpcMessage(ground, false)] : message);
  const query = dice.chance(0.3) ? `?${queryPart(ground, ['tools', 'read_only', 'api_key'])}` : '';
  return {
    method: dice.chance(0.03) ? dice.pick(['GET', 'DELETE', 'PUT']) : 'POST',
    target: `/mcp${query}`,
    headers: [
      host(ground),
      ...credentials(ground),
      contentType(ground),
      ['Accept', 'application/json, text/event-stream'],
      ...(isModern ? modernHeaders(ground, message) : []),
    ],
    body,
  };
}

function modernHeaders({ dice, planted }: Ground, { method, params }: RpcMessage): Header[] {
  const name = params.name ?? params.uri;
  const wrong = () => dice.chance(0.05);
  return [
    ['MCP-Protocol-Version', wrong() ? planted.key(dice) : '2026-07-28'],
    ['Mcp-Method', wrong() ? planted.key(dice) : line(String(method))],
    ...(typeof name === 'string' ? [['Mcp-Name', wrong() ? planted.key(dice) : line(name)] as const] : []),
  ];
}

interface RpcMessage {
  jsonrpc: string;
  id: unknown;
  method: unknown;
  params: Record<string, unknown>;
}

function rpcMessage(ground: Ground, isModern: boolean): RpcMessage {
  const { dice, planted } = ground;
  const rare = (usual: unknown) => (dice.chance(0.04) ? planted.text(dice) : usual);
  const { method, params } = dice.chance(0.75) ? toolCall(ground) : otherMethod(ground);
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': rare('2026-07-28'),
    'io.modelcontextprotocol/clientInfo': { name: rare('agent'), version: rare('1') },
    'io.modelcontextprotocol/clientCapabilities': dice.chance(0.05) ? { [planted.key(dice)]: {} } : {},
  };
  const meta = isModern
    ? { _meta: envelope }
    : dice.chance(0.1)
      ? { _meta: { progressToken: planted.text(dice) } }
      : {};
  return { jsonrpc: '2.0', id: rare(1), method: rare(method), params: { ...params, ...meta } };
}

function toolCall(ground: Ground): { method: string; params: Record<string, unknown> } {
  const { dice, planted } = ground;
  const tool = dice.pick(catalog);
  const args = withKeys(
    ground,
    exampleOf(showTool(tool).inputSchema, '', () => ({})),
    0.2,
  );
  const name = dice.chance(0.05) ? planted.text(dice) : tool.name;
  return { method: 'tools/call', params: { name, arguments: dice.chance(0.03) ? planted.text(dice) : args } };
}

function otherMethod({ dice, planted }: Ground): { method: string; params: Record<string, unknown> } {
  const text = () => planted.text(dice);
  return dice.pick([
    { method: 'initialize', params: initialize(text(), text()) },
    { method: 'initialize', params: initialize('2025-11-25', 'agent') },
    { method: 'tools/list', params: { cursor: text() } },
    { method: 'tools/list', params: {} },
    { method: 'prompts/get', params: { name: text(), arguments: {} } },
    { method: 'prompts/get', params: { name: 'weekly_digest', arguments: { focus: text() } } },
    { method: 'resources/read', params: { uri: text() } },
    { method: 'resources/read', params: { uri: `creatoraudit://${text()}` } },
    { method: 'completion/complete', params: completion(text()) },
    { method: 'server/discover', params: {} },
    { method: 'notifications/cancelled', params: { requestId: text(), reason: text() } },
    { method: 'logging/setLevel', params: { level: text() } },
    { method: text(), params: { [planted.key(dice)]: text() } },
  ]);
}

function initialize(protocolVersion: string, name: string): Record<string, unknown> {
  return { protocolVersion, capabilities: {}, clientInfo: { name, version: name } };
}

function completion(value: string): Record<string, unknown> {
  return { ref: { type: 'ref/prompt', name: 'weekly_digest' }, argument: { name: 'focus', value } };
}

/** What would sign us out or take what others need. */
const spared = new Set([
  'sign_out',
  'change_password',
  'leave_organization',
  'switch_organization',
  'update_organization',
]);
const routes = allDashboardRoutes.filter(({ id }) => !spared.has(id));

function dashboardRequest(ground: Ground): Bare {
  const { dice, planted, cookie, organization } = ground;
  const route = dice.pick(routes);
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => pathPart(ground, name));
  const known = Object.keys(route.query.shape);
  const query = dice.chance(0.4) ? `?${queryPart(ground, known)}` : '';
  const example = withKeys(
    ground,
    exampleOf(jsonSchema(route.body, 'input'), '', () => ({})),
    0.2,
  );
  const takesBody = route.method !== 'GET';
  return {
    method: route.method,
    target: `${dashboardApiBase}${path}${query}`,
    headers: [
      host(ground),
      ...(dice.chance(0.9) ? [[csrfHeader.name, csrfHeader.value] as const] : []),
      ...(dice.chance(0.95)
        ? [[organizationHeader, dice.chance(0.02) ? planted.key(dice) : organization] as const]
        : []),
      ...(cookie !== null && dice.chance(0.9) ? [['Cookie', cookie] as const] : []),
      ...(dice.chance(0.3) ? credentials(ground) : []),
      ...(takesBody ? [contentType(ground)] : []),
    ],
    body: takesBody ? bodyText(ground, example) : null,
  };
}

function host({ dice, planted, port }: Ground): Header {
  return ['Host', dice.chance(0.01) ? planted.key(dice) : `127.0.0.1:${port}`];
}

const keyHeaders = ['Authorization', 'x-creatoraudit-api-key', 'x-api-key', 'x-auth-token'] as const;

/** Mostly one that works; else whatever. */
function credentials({ dice, planted }: Ground): Header[] {
  const right: Header = ['Authorization', `Bearer ${planted.realKey(dice)}`];
  const how = dice.next();
  if (how < 0.55) return [right];
  if (how < 0.6) return [];
  if (how < 0.65) return [right, [dice.pick(keyHeaders), `Bearer ${planted.key(dice)}`]];
  if (how < 0.7) return [['Authorization', `Basic ${Buffer.from(`x:${planted.key(dice)}`).toString('base64')}`]];
  return [[dice.pick(keyHeaders), line(dice.chance(0.5) ? `Bearer ${planted.key(dice)}` : planted.text(dice))]];
}

function contentType({ dice, planted }: Ground): Header {
  return ['Content-Type', dice.chance(0.03) ? planted.key(dice) : 'application/json'];
}

const noisy = [
  'User-Agent',
  'Referer',
  'Cookie',
  'X-Request-ID',
  'Idempotency-Key',
  'Accept',
  'Accept-Language',
  'Origin',
  'X-Forwarded-For',
  'If-None-Match',
  'Mcp-Session-Id',
  'x-mcp-toolsets',
  'traceparent',
  'Content-Encoding',
  'Expect',
  'X-Custom',
] as const;

function noise({ dice, planted }: Ground): Header[] {
  const headers: Header[] = [];
  for (const name of noisy) if (dice.chance(0.03)) headers.push([name, line(planted.text(dice))]);
  if (dice.chance(0.02)) headers.push([`X-${planted.key(dice)}`, '1']);
  return headers;
}

function pathPart(ground: Ground, name: string): string {
  const { dice, planted, ids } = ground;
  if (name === 'platform') return dice.pick(['instagram', 'tiktok', planted.key(dice)]);
  return dice.chance(0.2) ? encoded(ground, planted.text(dice)) : dice.pick(ids);
}

function queryPart(ground: Ground, known: readonly string[]): string {
  const { dice, planted } = ground;
  const name = dice.pick([...known, 'api_key', 'api%5Fkey', 'token', 'key', encoded(ground, planted.key(dice))]);
  return `${name}=${encoded(ground, dice.chance(0.7) ? planted.text(dice) : dice.pick(['7d', '5', 'true', 'all']))}`;
}

function bodyText({ dice, planted }: Ground, value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  const how = dice.next();
  if (how < 0.03) return `{"name": "${planted.key(dice)}"`;
  if (how < 0.04) return planted.text(dice);
  if (how < 0.045) return JSON.stringify({ name: `${planted.text(dice)} ${'x'.repeat(1_100_000)}` });
  return text;
}

/** The example with keys in the place of some of its texts, in new fields and as names of fields. */
function withKeys(ground: Ground, value: unknown, probability: number): unknown {
  const { dice, planted } = ground;
  if (typeof value === 'string') return dice.chance(probability) ? planted.text(dice) : value;
  if (Array.isArray(value)) return value.map((item) => withKeys(ground, item, probability));
  if (typeof value !== 'object' || value === null) return dice.chance(probability / 4) ? planted.text(dice) : value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withKeys(ground, inner, probability)] as const);
  if (dice.chance(probability / 4)) entries.push([planted.text(dice), 'x']);
  if (dice.chance(probability / 4)) entries.push(['metadata', { note: planted.text(dice), [planted.key(dice)]: 'x' }]);
  if (dice.chance(probability / 4)) entries.push(['name', planted.text(dice)]);
  return Object.fromEntries(entries);
}

function encoded({ dice }: Ground, text: string): string {
  const usual = encodeURIComponent(text);
  return dice.chance(0.3)
    ? usual.replaceAll('_', '%5F').replace(/[a-f]/, (c) => `%${c.charCodeAt(0).toString(16)}`)
    : usual;
}

/** What a header can hold. */
function line(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}
