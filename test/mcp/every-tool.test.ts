import { Ajv2020 } from 'ajv/dist/2020.js';
import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { beforeAll, describe, expect, it } from 'vitest';
import { isRecord } from '../../src/contract/is-record.ts';
import { showTool } from '../../src/mcp/call/lists.ts';
import { apartTools, toolNamed } from '../../tools/catalog.ts';
import { callTool } from './ask.ts';
import { mcpServer } from './mcp-server.ts';
import { offered } from './offered-tools.ts';
import { misfits } from './sdk-validators.ts';
import { calls, findIds, type Ids } from './workable-calls.ts';

const at = mcpServer();
let ids: Ids;
beforeAll(async () => {
  ids = await findIds(at());
});

const ajv = new Ajv2020({ strict: true, allowUnionTypes: false });
const inOrder = [...offered, ...apartTools].sort((a, b) => lateness(a.name) - lateness(b.name));

function lateness(name: string): number {
  return name.startsWith('delete_') ? 2 : Number(name.startsWith('unlink_'));
}

describe('every tool', () => {
  it.each(inOrder.map((tool) => tool.name))('%s answers as it says, in both forms', async (name) => {
    const tool = toolNamed(name);
    if (tool === undefined) throw new Error('not in the catalog');
    const { inputSchema, outputSchema } = showTool(tool);
    const args = calls[name](ids);
    expect(ajv.validate(inputSchema, args), JSON.stringify(ajv.errors)).toBe(true);
    const { structure, text, isError } = await callTool({ at: at(), name, args });
    expect(isError, text).toBe(false);
    expect(ajv.validate(outputSchema, structure), JSON.stringify(ajv.errors)).toBe(true);
    expect(misfits(name, structure)).toEqual([]);
    expect(Object.keys(structure)).not.toEqual([]);
    expect(countTokens(text)).toBeLessThan(8_000);
    expect(text).not.toMatch(/:null[,}]/);
    expect(JSON.parse(text)).toEqual(withoutNulls(structure));
    expect(at().server.log()).not.toContain('tool failed');
  });

  it.each(inOrder.map((tool) => tool.name))('%s fails in a form that its output schema takes too', async (name) => {
    const tool = toolNamed(name);
    const { structure, isError } = await callTool({ at: at(), name, args: { not_an_argument: 1 } });
    expect(isError).toBe(true);
    expect(tool && ajv.validate(showTool(tool).outputSchema, structure)).toBe(true);
  });
});

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => (part === null ? null : withoutNulls(part)));
  if (!isRecord(value)) return value;
  const known = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(known.map(([name, part]) => [name, withoutNulls(part)]));
}
