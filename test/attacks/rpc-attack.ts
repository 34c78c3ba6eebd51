import fc from 'fast-check';
import { showTool } from '../../src/mcp/lists.ts';
import { apartTools, catalog } from '../../tools/catalog.ts';
import type { Header } from './exchange.ts';
import type { Ground } from './ground.ts';
import { headerText } from './rest-attack.ts';
import { odd, oddText, shaped } from './values.ts';

/** A POST to /mcp: a frame of either era, its parts made by an attacker, with headers that may belong to the other. */
export interface RpcAttack {
  search: string;
  headers: readonly Header[];
  body: string;
}

const mostly = <Value>(good: fc.Arbitrary<Value>, bad: fc.Arbitrary<Value>, weight = 8) =>
  fc.oneof({ arbitrary: good, weight }, { arbitrary: bad, weight: 1 });

const methods = [
  'initialize',
  'ping',
  'tools/list',
  'tools/call',
  'prompts/list',
  'prompts/get',
  'resources/list',
  'resources/read',
  'resources/templates/list',
  'completion/complete',
  'server/discover',
  'subscriptions/listen',
  'logging/setLevel',
  'notifications/initialized',
  'notifications/cancelled',
  'sampling/createMessage',
  'elicitation/create',
  'tasks/get',
];
const versions = ['2026-07-28', '2025-11-25', '2025-06-18', '2024-11-05', '1999-01-01', '2031-01-01'];

const id = mostly<unknown>(
  fc.oneof(fc.integer(), oddText),
  fc.oneof(odd, fc.constantFrom<unknown>(2 ** 53, -(2 ** 53), 1e21, 1.5, '1'.repeat(10_000))),
);

function toolCall(ids: readonly string[]): fc.Arbitrary<unknown> {
  return fc.constantFrom(...catalog, ...apartTools).chain((tool) =>
    fc.record({
      name: mostly<unknown>(fc.constant(tool.name), odd, 12),
      arguments: mostly<unknown>(shaped(showTool(tool).inputSchema, ids), odd, 12),
    }),
  );
}

const known = { requiredKeys: [] };
const otherParams = fc.oneof(
  fc.record({ cursor: oddText }, known),
  fc.record({ name: oddText, arguments: fc.dictionary(oddText, odd, { maxKeys: 3 }) }, known),
  fc.record(
    {
      uri: fc.oneof(
        oddText,
        oddText.map((text) => `creatoraudit://${text}`),
      ),
    },
    known,
  ),
  fc.record({ ref: odd, argument: odd }, known),
  fc.record(
    { protocolVersion: fc.oneof(fc.constantFrom(...versions), odd), capabilities: odd, clientInfo: odd },
    known,
  ),
  fc.record({ notifications: fc.oneof(fc.constant({ toolsListChanged: true }), odd) }, known),
  fc.record({ requestId: id, reason: odd }, known),
);

const envelope = fc.record({
  'io.modelcontextprotocol/protocolVersion': mostly<unknown>(
    fc.constant('2026-07-28'),
    fc.oneof(fc.constantFrom(...versions), odd),
  ),
  'io.modelcontextprotocol/clientInfo': mostly<unknown>(fc.constant({ name: 'c', version: '1' }), odd),
  'io.modelcontextprotocol/clientCapabilities': mostly<unknown>(fc.constant({}), odd),
});
const meta = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 6 },
  { arbitrary: envelope, weight: 6 },
  { arbitrary: fc.record({ progressToken: odd }), weight: 1 },
  { arbitrary: odd, weight: 1 },
);

function message(ids: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const call = fc.record({ method: fc.constant<unknown>('tools/call'), params: toolCall(ids) });
  const other = fc.record({
    method: mostly<unknown>(fc.constantFrom(...methods), odd),
    params: mostly<unknown>(otherParams, odd),
  });
  const rest = fc.record(
    { jsonrpc: mostly<unknown>(fc.constant('2.0'), odd, 20), id, _meta: meta, result: odd, error: odd, extra: odd },
    { requiredKeys: ['jsonrpc', '_meta'] },
  );
  const hasResult = fc.integer({ min: 0, max: 30 });
  return fc
    .tuple(fc.oneof(call, other), rest, hasResult)
    .map(([{ method, params }, { _meta, result, error, extra, ...frame }, dice]) => ({
      ...frame,
      method,
      params: _meta !== undefined && typeof params === 'object' && params !== null ? { ...params, _meta } : params,
      ...(dice === 0 && { result }),
      ...(dice === 1 && { error }),
      ...(dice === 2 && { extra }),
    }));
}

/** Texts that are no JSON, or JSON that parsers differ about. */
const texts = fc.oneof(
  oddText,
  fc.constantFrom(
    '{"jsonrpc":"2.0","id":1e400,"method":"ping"}',
    '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping","method":"tools/list"}',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_help","name":"delete_account"}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","__proto__":{"x":1}}',
    '[]',
    '[[]]',
    '[1,2,3]',
    `[${'{"jsonrpc":"2.0","id":1,"method":"ping"},'.repeat(60)}1]`,
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_help","arguments":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}}`,
    '\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":"\\ud800","method":"\\u0000"}',
  ),
);

function headersFor(frame: unknown, keys: Ground['keys']): fc.Arbitrary<readonly Header[]> {
  const { method, params } = Object(frame);
  const name = params?.name ?? params?.uri;
  const said = (value: unknown) => fc.constant(typeof value === 'string' ? latin(value) : null);
  const value = fc.option(headerText);
  return fc
    .record({
      key: mostly<string | null>(fc.constantFrom(keys.write, keys.read), fc.constant(null)),
      version: fc.oneof(fc.constantFrom(null, '2026-07-28', '2026-07-28', ...versions), headerText),
      method: mostly(said(method), value, 5),
      name: mostly(said(name), value, 5),
      accept: mostly<string | null>(
        fc.constantFrom('application/json, text/event-stream', null),
        fc.constantFrom('text/html', 'text/event-stream', '*/*;q=0'),
        12,
      ),
      type: mostly<string | null>(
        fc.constant('application/json'),
        fc.constantFrom(null, 'text/plain', 'application/json;x'),
        25,
      ),
      toolsets: fc.option(mostly(fc.constantFrom('all', 'core', 'creators', 'core,accounts'), headerText), {
        freq: 12,
      }),
      session: fc.option(headerText, { freq: 12 }),
    })
    .map((chosen) => {
      const named: [string, string | null][] = [
        ['Authorization', chosen.key === null ? null : `Bearer ${chosen.key}`],
        ['MCP-Protocol-Version', chosen.version],
        ['Mcp-Method', chosen.method],
        ['Mcp-Name', chosen.name],
        ['Accept', chosen.accept],
        ['Content-Type', chosen.type],
        ['x-mcp-toolsets', chosen.toolsets],
        ['Mcp-Session-Id', chosen.session],
      ];
      return named.flatMap(([header, text]): Header[] => (text === null ? [] : [[header, text]]));
    });
}

function latin(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}

const search = fc.oneof(
  { arbitrary: fc.constant(''), weight: 10 },
  {
    arbitrary: fc.constantFrom('tools=all', 'tools=core,creators', 'read_only=true', 'tools=all&read_only=1'),
    weight: 3,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom('tools', 'read_only', 'x'), oddText)
      .map(([name, value]) => String(new URLSearchParams([[name, value]]))),
    weight: 2,
  },
);

export function rpcAttack({ ids, keys }: Ground): fc.Arbitrary<RpcAttack> {
  const frame: fc.Arbitrary<unknown> = fc.oneof(
    { arbitrary: message(ids), weight: 16 },
    {
      arbitrary: fc.array(fc.oneof({ arbitrary: message(ids), weight: 8 }, { arbitrary: odd, weight: 1 }), {
        maxLength: 6,
      }),
      weight: 2,
    },
    { arbitrary: odd, weight: 1 },
  );
  const framed = frame.chain((value) =>
    fc.record({ search, headers: headersFor(value, keys), body: fc.constant(JSON.stringify(value) ?? '') }),
  );
  const raw = texts.chain((body) => fc.record({ search, headers: headersFor(null, keys), body: fc.constant(body) }));
  return fc.oneof({ arbitrary: framed, weight: 9 }, { arbitrary: raw, weight: 1 });
}
