import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allOperations } from '../../src/contract/operations.ts';
import { catalog } from '../../tools/catalog.ts';
import { requireRpcForm } from './attack-mcp.ts';
import { requireForm } from './attack-rest.ts';
import { exchange, type Header } from './exchange.ts';
import { type Ground, openGround, requireWell } from './ground.ts';

const depth = 100_000;
const nested: readonly [string, string][] = [
  ['arrays', `${'['.repeat(depth)}${']'.repeat(depth)}`],
  ['objects', `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
];

let ground: Ground;
beforeAll(async () => {
  // The audit trail writes arguments down then.
  ground = await openGround({ AUDIT_ARGUMENTS: 'on' });
});
afterAll(() => ground.server.stop());

const json = (): Header[] => [
  ['Authorization', `Bearer ${ground.keys.write}`],
  ['Content-Type', 'application/json'],
];

describe.each(nested)('%s nested a hundred thousand deep', (_name, deep) => {
  const writes = allOperations.filter(({ method }) => method !== 'GET');
  it.each(writes)('are refused by $id', async ({ id, method, path }) => {
    const target = `/v2${path.replace(/\{\w+\}/g, '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71')}`;
    const request = {
      method,
      target,
      headers: [...json(), ['Idempotency-Key', id] as const],
      body: `{"metadata":${deep}}`,
    };
    const answer = await exchange(ground.port, request);
    expect([404, 422], answer.text).toContain(answer.status);
    requireForm(request, answer);
  });

  const frames: readonly [string, string][] = [
    ['a frame', deep],
    ['a batch', `[${deep}]`],
    ['params', `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${deep}}`],
    ['_meta', `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":${deep}}}`],
    ['an id', `{"jsonrpc":"2.0","id":${deep},"method":"tools/list"}`],
    [
      'clientInfo',
      `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":${deep},"clientInfo":{"name":"a","version":"1"}}}`,
    ],
    [
      'a prompt',
      `{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"weekly_digest","arguments":{"focus":${deep}}}}`,
    ],
    [
      'an envelope',
      `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"a","version":"1"},"io.modelcontextprotocol/clientCapabilities":${deep}}}}`,
    ],
  ];
  it.each(frames)('as %s break nothing', async (_what, body) => {
    await post(body);
  });

  it.each(catalog)('as arguments of $name break nothing', async ({ name }) => {
    const args = `{"path":"/creators","method":"POST","body":{"metadata":${deep}}}`;
    await post(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${name}","arguments":${args}}}`);
  });

  it('leave a server that serves', async () => {
    await requireWell(ground);
  });
});

async function post(body: string): Promise<void> {
  const request = { method: 'POST', target: '/mcp', headers: json(), body };
  requireRpcForm(request, await exchange(ground.port, request));
}
