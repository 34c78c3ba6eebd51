import { csrfHeader, dashboardApiBase } from '../../src/dashboard/contract/route.ts';

/** A request but for its key: what a caller says in it. */
export interface Said {
  method: string;
  target: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Every place of a request where a caller can put a word of their own. A word that no header can hold is left out there. */
export const places: Readonly<Record<string, (word: string) => Said>> = {
  'clientInfo.name': (word) => initialize({ name: word, version: '1' }),
  'clientInfo.version': (word) => initialize({ name: 'agent', version: word }),
  'clientInfo.title': (word) => initialize({ name: 'agent', version: '1', title: word }),
  'clientInfo of the new protocol': (word) => modern('tools/list', {}, { name: word, version: word }),
  'User-Agent of MCP': (word) => ({ ...rpc('tools/list'), headers: { 'User-Agent': word } }),
  'User-Agent of REST': (word) => rest('GET', '/creators', { 'User-Agent': word }),
  'User-Agent of a write': (word) => rest('POST', '/creators', { 'User-Agent': word }, { name: 'Ana' }),
  'User-Agent of the dashboard': (word) => dashboard('GET', '/session', { 'User-Agent': word }),
  'User-Agent of what is open': (word) => rest('GET', '/health', { 'User-Agent': word }),
  'X-Request-ID': (word) => rest('GET', '/creators', { 'X-Request-ID': word.replace(/\s/g, '') }),
  'X-Request-ID of MCP': (word) => ({ ...call('list_creators'), headers: { 'X-Request-ID': word.replace(/\s/g, '') } }),
  'Idempotency-Key': (word) => rest('POST', '/creators', { 'Idempotency-Key': word }, { name: 'Ana' }),
  'Mcp-Session-Id': (word) => ({ ...rpc('tools/list'), headers: { 'Mcp-Session-Id': word } }),
  'Mcp-Name': (word) => modern('tools/call', { name: 'get_overview' }, undefined, { 'Mcp-Name': word }),
  'Mcp-Method': (word) => modern('tools/list', {}, undefined, { 'Mcp-Method': word }),
  'MCP-Protocol-Version': (word) => ({ ...rpc('tools/list'), headers: { 'MCP-Protocol-Version': word } }),
  'x-mcp-toolsets': (word) => ({ ...rpc('tools/list'), headers: { 'x-mcp-toolsets': word } }),
  'the query of MCP': (word) => ({ ...rpc('tools/list'), target: `/mcp?tools=${encodeURIComponent(word)}` }),
  'a field of the query of MCP': (word) => ({ ...rpc('tools/list'), target: `/mcp?${encodeURIComponent(word)}=1` }),
  'a progress token': (word) => rpc('tools/call', { name: 'get_overview', _meta: { progressToken: word } }),
  'a method': (word) => rpc(word),
  'a tool': (word) => call(word),
  'an argument': (word) => call('search_workspace', { q: word }),
  'the name of an argument': (word) => call('search_workspace', { [word]: 'Ana' }),
  'an argument in a list': (word) => call('get_video_deltas', { video_ids: [word], windows: [7] }),
  'an argument that is stored': (word) => call('create_creator', { name: word }),
  metadata: (word) => call('create_creator', { name: 'Ana', metadata: { note: word, [word]: 'x' } }),
  'a search for tools': (word) => call('search_tools', { query: word }),
  'a topic of help': (word) => call('get_help', { topic: word }),
  'a path of an endpoint': (word) => call('call_v2_endpoint', { method: 'GET', path: `/creators/${word}` }),
  'a query of an endpoint': (word) =>
    call('call_v2_endpoint', { method: 'GET', path: '/creators', query: { q: word } }),
  'a body of an endpoint': (word) =>
    call('call_v2_endpoint_write', { method: 'POST', path: '/creators', body: { name: word } }),
  'a search for documents': (word) => call('search', { query: word }),
  'a document': (word) => call('fetch', { id: word }),
  'a resource': (word) => rpc('resources/read', { uri: word }),
  'a prompt': (word) => rpc('prompts/get', { name: word }),
  'an argument of a prompt': (word) => rpc('prompts/get', { name: 'weekly_digest', arguments: { focus: word } }),
  'the name of an argument of a prompt': (word) =>
    rpc('prompts/get', { name: 'weekly_digest', arguments: { [word]: 'Ana' } }),
  'what is typed into a prompt': (word) =>
    rpc('completion/complete', {
      ref: { type: 'ref/prompt', name: 'weekly_digest' },
      argument: { name: 'focus', value: word },
    }),
  'a cursor': (word) => rpc('tools/list', { cursor: word }),
  'a reason to cancel': (word) => ({
    ...rpc('x'),
    body: { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: word, reason: word } },
  }),
  'an id in a path': (word) => rest('GET', `/creators/${encodeURIComponent(word)}`),
  'a path': (word) => rest('GET', `/${encodeURIComponent(word)}`),
  'a path of the page': (word) => ({ method: 'GET', target: `/${encodeURIComponent(word)}/x` }),
  'a path of the dashboard': (word) => dashboard('GET', `/${encodeURIComponent(word)}`),
  'a search': (word) => rest('GET', `/search?q=${encodeURIComponent(word)}`),
  'a filter': (word) => rest('GET', `/creators?q=${encodeURIComponent(word)}`),
  'a field of a query': (word) => rest('GET', `/creators?${encodeURIComponent(word)}=1`),
  'a cursor of a list': (word) => rest('GET', `/creators?cursor=${encodeURIComponent(word)}`),
  'a field of a body': (word) => rest('POST', '/creators', {}, { name: word }),
  'the name of a field of a body': (word) => rest('POST', '/creators', {}, { name: 'Ana', [word]: 1 }),
  'a body that is no JSON': (word) => rest('POST', '/creators', {}, `{"name": "${word}`),
  'a host': (word) => rest('GET', '/creators', { Host: word.replace(/\s/g, '') }),
  'an origin': (word) => rest('GET', '/creators', { Origin: word }),
  'what a page wants to send': (word) => ({
    method: 'OPTIONS',
    target: '/v2/creators',
    headers: {
      Origin: 'http://localhost',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': word.replace(/[^\w-]/g, ''),
    },
  }),
  'a referrer, a trace, an address, a language': (word) =>
    rest('GET', '/creators', { Referer: word, traceparent: word, 'X-Forwarded-For': word, 'Accept-Language': word }),
  'a content type': (word) => rest('POST', '/creators', { 'Content-Type': word }, { name: 'Ana' }),
  'a wish for a form': (word) => rest('GET', '/creators', { Accept: word }),
  'an etag': (word) => rest('GET', '/creators', { 'If-None-Match': word }),
  'an encoding': (word) => rest('POST', '/creators', { 'Content-Encoding': word }, { name: 'Ana' }),
};

/** Where a word is data: a whole key is refused there, and a part of one is a text like any other. */
export const dataPlaces: ReadonlySet<string> = new Set([
  'an argument',
  'an argument that is stored',
  'metadata',
  'a query of an endpoint',
  'a body of an endpoint',
  'a search for documents',
  'a document',
  'a search',
  'a filter',
  'a cursor of a list',
  'a field of a body',
]);

function rest(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Said {
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return { method, target: `/v2${path}`, headers: { ...type, ...headers }, body };
}

function dashboard(method: string, path: string, headers: Record<string, string> = {}): Said {
  return { method, target: `${dashboardApiBase}${path}`, headers: { [csrfHeader.name]: csrfHeader.value, ...headers } };
}

function rpc(method: string, params: object = {}): Said {
  return { method: 'POST', target: '/mcp', body: { jsonrpc: '2.0', id: 1, method, params } };
}

function call(name: string, args: object = {}): Said {
  return rpc('tools/call', { name, arguments: args });
}

function initialize(clientInfo: object): Said {
  return rpc('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
}

function modern(method: string, params: object, client: object = { name: 'agent', version: '1' }, more = {}): Said {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': client,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const name = 'name' in params && typeof params.name === 'string' ? { 'Mcp-Name': params.name } : {};
  const headers = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, ...name, ...more };
  return { ...rpc(method, { ...params, _meta }), headers };
}
