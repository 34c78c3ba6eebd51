import fc from 'fast-check';
import { expect } from 'vitest';
import { objectIn } from '../../src/contract/reading/text-values.ts';
import { toolNamed } from '../../tools/catalog.ts';
import { requireRpcForm } from './attack-mcp.ts';
import type { Statuses, Trial } from './attack-rest.ts';
import { exchange, type Header, type RawRequest } from './exchange.ts';
import { type Ground, requireWell } from './ground.ts';
import { odd, oddText } from './values.ts';

interface Owed {
  request: RawRequest;
  status: number;
  /** Of a JSON-RPC error, or of a problem document or tool error. */
  code: number | string;
}

/** Good frames with one mistake each: the answer names that mistake by the protocol's own code. */
export async function attackRpcCodes(ground: Ground, { seed, runs }: Trial): Promise<Statuses> {
  const statuses: Statuses = new Map();
  await fc.assert(
    fc.asyncProperty(oneMistake(ground.keys.write), async ({ request, status, code }) => {
      const answer = await exchange(ground.port, request);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const { error, code: named, result } = JSON.parse(answer.text);
      const shown = `${JSON.stringify(request).slice(0, 2_000)} ${answer.text.slice(0, 500)}`;
      expect([answer.status, error?.code ?? named ?? result?.structuredContent?.code], shown).toEqual([status, code]);
      requireRpcForm(request, answer);
    }),
    { seed, numRuns: runs },
  );
  await requireWell(ground);
  return statuses;
}

const ascii = oddText.map((text) => `x${text.replace(/[^\x21-\x7e]/g, '').slice(0, 200)}`);
const noTool = ascii.filter((name) => toolNamed(name) === undefined);
/** Neither an object, nor one as text, nor what stands for nothing. */
const noObject = odd.filter((value) => {
  if (typeof value === 'string') return value !== '' && objectIn(value) === null;
  return Array.isArray(value) ? value.length > 0 : typeof value !== 'object';
});
const noJson = oddText.filter((text) => {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return false;
  } catch {
    // What is wanted.
    return true;
  }
});

function oneMistake(key: string): fc.Arbitrary<Owed> {
  const post = (body: unknown, more: readonly Header[] = []): RawRequest => ({
    method: 'POST',
    target: '/mcp',
    headers: [['Authorization', `Bearer ${key}`], ['Content-Type', 'application/json'], ...more],
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const legacy = (method: string, params: unknown = {}) => post({ jsonrpc: '2.0', id: 1, method, params });
  const call = (name: string, args: unknown = {}) => ({ name, arguments: args });
  const modern = (method: string, params: object, said: { method?: string; name?: string; version?: string }) =>
    post({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: envelope } }, [
      ['MCP-Protocol-Version', said.version ?? '2026-07-28'],
      ['Mcp-Method', said.method ?? method],
      ...(said.name === undefined ? [] : [['Mcp-Name', said.name] as const]),
    ]);
  const owed = (request: fc.Arbitrary<RawRequest>, status: number, code: number | string) =>
    request.map((one): Owed => ({ request: one, status, code }));
  return fc.oneof(
    owed(
      noJson.map((text) => post(text)),
      400,
      -32700,
    ),
    owed(fc.constant(post([])), 400, -32600),
    owed(
      noTool.map((name) => legacy('tools/call', call(name))),
      200,
      -32602,
    ),
    owed(
      noTool.map((name) => modern('tools/call', call(name), { name })),
      200,
      -32602,
    ),
    owed(
      ascii.map((name) => legacy(`x/${name}`)),
      200,
      -32601,
    ),
    owed(
      ascii.map((name) => modern(`x/${name}`, {}, {})),
      404,
      -32601,
    ),
    owed(
      ascii.map((method) => modern('tools/list', {}, { method })),
      400,
      -32020,
    ),
    owed(
      ascii.map((name) => modern('tools/call', call('get_help'), { name })),
      400,
      -32020,
    ),
    owed(
      fc
        .constantFrom('1999-01-01', '2024-11-06', '2025-01-01')
        .map((version) => post({ jsonrpc: '2.0', id: 1, method: 'tools/list' }, [['MCP-Protocol-Version', version]])),
      400,
      -32022,
    ),
    owed(
      fc
        .tuple(fc.constantFrom('tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'), oddText)
        .filter(([, cursor]) => cursor !== '')
        .map(([method, cursor]) => legacy(method, { cursor })),
      200,
      -32602,
    ),
    owed(
      noObject.map((args) => legacy('tools/call', call('get_help', args))),
      200,
      -32602,
    ),
    owed(
      noObject.map((params) => legacy('prompts/get', { name: params, arguments: params })),
      200,
      -32602,
    ),
    owed(
      oddText.map((uri) => legacy('resources/read', { uri: `x${uri}` })),
      200,
      -32002,
    ),
    owed(
      ascii.map((name) => modern('resources/read', { uri: name }, { name })),
      200,
      -32602,
    ),
    owed(
      ascii.map((name) =>
        legacy('completion/complete', { ref: { type: 'ref/prompt', name }, argument: { name: 'first', value: '' } }),
      ),
      200,
      -32602,
    ),
    owed(
      ascii.map((name) => legacy('tools/call', call('get_overview', { [name]: 1 }))),
      200,
      'VALIDATION_ERROR',
    ),
    owed(
      ascii.map((cursor) => legacy('tools/call', call('list_accounts', { cursor }))),
      200,
      'VALIDATION_ERROR',
    ),
    owed(
      ascii.map((id) => legacy('tools/call', call('get_account', { account_id: id }))),
      200,
      'VALIDATION_ERROR',
    ),
    owed(
      fc.uuid().map((id) => legacy('tools/call', call('get_account', { account_id: id }))),
      200,
      'NOT_FOUND',
    ),
    owed(
      ascii.map((group) => ({ ...legacy('tools/list'), target: `/mcp?tools=${encodeURIComponent(`x${group}`)}` })),
      400,
      'BAD_REQUEST',
    ),
    owed(
      fc.constantFrom('GET', 'DELETE', 'PUT', 'PATCH').map((method) => ({ ...legacy('ping'), method })),
      405,
      'METHOD_NOT_ALLOWED',
    ),
  );
}

const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'c', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
