import fc from 'fast-check';
import { showTool } from '../../src/mcp/call/lists.ts';
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
/** As a client of the era has it, nearly always; `mixed` = whatever. */
type Era = 'modern' | 'legacy' | 'mixed';

const meta: Readonly<Record<Era, fc.Arbitrary<unknown>>> = {
  modern: mostly<unknown>(
    fc.constant({
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'c', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    }),
    envelope,
    12,
  ),
  legacy: mostly<unknown>(fc.constant(undefined), fc.record({ progressToken: odd }), 12),
  mixed: fc.oneof(fc.constant(undefined), envelope, odd),
};

function message(ids: readonly string[], era: Era): fc.Arbitrary<Record<string, unknown>> {
  const call = fc.record({ method: fc.constant<unknown>('tools/call'), params: toolCall(ids) });
  const other = fc.record({
    method: mostly<unknown>(fc.constantFrom(...methods), odd),
    params: mostly<unknown>(otherParams, odd),
  });
  const rest = fc.record(
    {
      jsonrpc: mostly<unknown>(fc.constant('2.0'), odd, 20),
      id,
      _meta: meta[era],
      result: odd,
      error: odd,
      extra: odd,
    },
    { requiredKeys: ['jsonrpc', '_meta', 'id'] },
  );
  const hasResult = fc.integer({ min: 0, max: 60 });
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

const wrongness = { modern: 25, mixed: 3 };
const versionOf: Readonly<Record<Era, fc.Arbitrary<string | null>>> = {
  modern: mostly<string | null>(fc.constant('2026-07-28'), fc.option(headerText), 25),
  legacy: mostly(fc.constantFrom(null, '2025-11-25', '2025-06-18'), headerText, 25),
  mixed: fc.oneof(fc.constantFrom(null, ...versions), headerText),
};

function headersFor(frame: unknown, keys: Ground['keys'], era: Era): fc.Arbitrary<readonly Header[]> {
  const { method, params } = Object(frame);
  const name = params?.name ?? params?.uri;
  const said = (value: unknown) => fc.constant(typeof value === 'string' ? latin(value) : null);
  const value = fc.option(headerText);
  return fc
    .record({
      key: mostly<string | null>(fc.constantFrom(keys.write, keys.read), fc.constant(null)),
      version: versionOf[era],
      method: era === 'legacy' ? fc.constant(null) : mostly(said(method), value, wrongness[era]),
      name: era === 'legacy' ? fc.constant(null) : mostly(said(name), value, wrongness[era]),
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
      toolsets: mostly<string | null>(
        fc.constant(null),
        mostly(fc.constantFrom('all', 'core', 'creators', 'core,accounts'), headerText),
        12,
      ),
      session: mostly<string | null>(fc.constant(null), headerText, 12),
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

export function rpcAttack(ground: Ground): fc.Arbitrary<RpcAttack> {
  const { keys } = ground;
  const framed = fc
    .constantFrom<Era>('modern', 'modern', 'legacy', 'legacy', 'mixed')
    .chain((era) =>
      frame(ground, era).chain((value) => posted(JSON.stringify(value) ?? '', headersFor(value, keys, era))),
    );
  const raw = texts.chain((body) => posted(body, headersFor(null, keys, 'mixed')));
  return mostly(framed, raw, 9);
}

function posted(body: string, headers: fc.Arbitrary<readonly Header[]>): fc.Arbitrary<RpcAttack> {
  return fc.record({ search, headers, body: fc.constant(body) });
}

function frame({ ids }: Ground, era: Era): fc.Arbitrary<unknown> {
  const one = message(ids, era);
  return fc.oneof(
    { arbitrary: one, weight: 16 },
    { arbitrary: fc.array(mostly<unknown>(one, odd), { maxLength: 6 }), weight: era === 'modern' ? 1 : 3 },
    { arbitrary: odd, weight: 1 },
  );
}
