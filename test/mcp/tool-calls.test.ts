import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asInvalidParams } from '../../src/mcp/sdk/invalid-params.ts';
import { connectProtocol, serversOver } from '../../src/mcp/sdk/protocol.ts';
import type { Era } from '../../src/mcp/sdk/server.ts';
import { InvalidParams, type Surface, type ToolResult } from '../../src/mcp/sdk/surface.ts';
import { toolCallsOver } from '../../src/mcp/sdk/tool-calls.ts';
import { expectProvenSdk } from './proven-sdk.ts';

/** One call: what the tool does with it is the exchange. */
interface Call {
  does: ToolResult | Error;
}

const failures: unknown[] = [];
const surface: Surface<Call> = {
  identity: { name: 'n', title: 'N', version: '1.2.3' },
  tools: () => [],
  callTool: async ({ does }, name, args) => {
    if (does instanceof Error) throw does;
    return { ...does, structuredContent: { ...does.structuredContent, name, args } };
  },
  prompts: () => [],
  prompt: async () => ({ description: '', messages: [] }),
  resources: () => [],
  resource: async () => ({ mimeType: 'text/plain', text: '' }),
  complete: async () => [],
  failed: (_exchange, error) => failures.push(error),
};

const servers = serversOver(surface, () => 'instructions');
const bySdk = await connectProtocol<Call>(servers, () => false);
const direct = await connectProtocol<Call>(servers, () => false, await toolCallsOver(surface));

const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'c', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

const json = fc.jsonValue({ maxDepth: 2 });
const object = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), json, { maxKeys: 4 });
const does: fc.Arbitrary<Call['does']> = fc.oneof(
  fc.record(
    {
      content: fc.array(fc.record({ type: fc.constant('text' as const), text: fc.string() }), { maxLength: 2 }),
      structuredContent: object,
      isError: fc.boolean(),
    },
    { requiredKeys: ['content', 'structuredContent'] },
  ),
  fc.string().map((text) => new InvalidParams(text)),
  fc.string().map((text) => new Error(text)),
);
const id = fc.oneof(fc.string(), fc.integer());
const args = fc.option(object, { nil: undefined });

describe('a tool call without the SDK', () => {
  it('is proven equal for the very version of the SDK that is installed', expectProvenSdk);

  it.each(['legacy', 'modern'] as const)('is answered as by the SDK, %s', async (era: Era) => {
    await fc.assert(
      fc.asyncProperty(does, id, fc.string(), args, async (what, number, name, given) => {
        const params = { name, ...(given !== undefined && { arguments: given }), ...(era === 'modern' && { _meta }) };
        const request = { jsonrpc: '2.0', id: number, method: 'tools/call', params } as const;
        const wire = async (protocol: typeof direct) => {
          const answer = await protocol.ask(era, request, { does: what });
          const { id: answered, ...rest } = answer;
          return JSON.parse(
            JSON.stringify({ id: answered, ...('error' in rest ? { error: rest.error } : rest.result) }),
          );
        };
        expect(await wire(direct)).toEqual(await wire(bySdk));
      }),
      { numRuns: 300, seed: 20261126 },
    );
    expect(failures.length).toBeGreaterThan(0);
  });

  it.each([
    [{}, 'params.name must be a text'],
    [{ name: 7 }, 'params.name must be a text'],
    [{ name: 'x', arguments: [] }, 'params.arguments must be an object'],
    [{ name: 'x', arguments: 'y' }, 'params.arguments must be an object'],
  ])('refuses %j as the mistake of the asker', async (params, why) => {
    const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params } as const;
    const answer = await direct.ask('legacy', request, { does: new Error('never called') });
    expect(answer).toMatchObject({ error: { code: -32602, message: expect.stringContaining(why) } });
    const sdk = await bySdk.ask('legacy', request, { does: new Error('never called') });
    expect('error' in sdk && asInvalidParams(sdk.error).code).toBe(-32602);
  });
});
