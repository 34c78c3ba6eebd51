import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/contract/operation.ts';
import { allOperations, operations } from '../../src/contract/operations.ts';
import { scopeOf } from '../../src/mcp/call/access.ts';
import { showTool } from '../../src/mcp/call/lists.ts';
import { apartTools, catalog, toolNamed } from '../../tools/catalog.ts';
import { toolGroups } from '../../tools/tool.ts';
import { lintTool } from './tool-lint.ts';

/** What a model is shown of a tool (contract §4, Limits). */
function shown(name: string): string {
  const tool = toolNamed(name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  const { title, description, inputSchema } = showTool(tool);
  return JSON.stringify({ name, title, description, inputSchema });
}

const sum = (names: readonly string[]) => names.reduce((tokens, name) => tokens + countTokens(shown(name)), 0);

describe('the catalog', () => {
  it('has a tool for every operation, under its id', () => {
    const names = new Set<string>(catalog.map((tool) => tool.name));
    expect(allOperations.filter(({ id }) => !names.has(id))).toEqual([]);
  });

  it('names no tool twice', () => {
    expect(new Set(catalog.map((tool) => tool.name)).size).toBe(catalog.length);
  });

  it('pins the standing list of contract §4', () => {
    expect(catalog.filter((tool) => tool.pinned).map((tool) => tool.name)).toEqual(
      [
        'get_api_key_info',
        'search_tools',
        'get_help',
        'call_v2_endpoint',
        'call_v2_endpoint_write',
        'get_overview',
        'search_workspace',
        'list_accounts',
        'list_creators',
        'list_top_creators',
        'list_account_videos',
        'get_creator_timeseries',
      ].sort(byCatalog),
    );
  });

  it('shows a model at most 2,500 tokens pinned and 9,000 in all', () => {
    const pinned = sum(catalog.filter((tool) => tool.pinned).map((tool) => tool.name));
    const all = sum(catalog.map((tool) => tool.name));
    process.stdout.write(`tokens (cl100k): pinned list ${pinned} of 2,500, all tools ${all} of 9,000\n`);
    expect({ pinned: pinned <= 2_500, all: all <= 9_000 }, `pinned ${pinned}, all ${all}`).toEqual({
      pinned: true,
      all: true,
    });
  });

  it('has no group without tools', () => {
    const used = new Set(catalog.map((tool) => tool.group));
    expect(toolGroups.filter((group) => !used.has(group))).toEqual([]);
  });
});

function byCatalog(a: string, b: string): number {
  const names = catalog.map((tool) => String(tool.name));
  return names.indexOf(a) - names.indexOf(b);
}

describe.each([...catalog, ...apartTools].map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  const { annotations } = showTool(tool);

  it('keeps every rule of the lint', () => {
    expect(lintTool(showTool(tool))).toEqual([]);
  });

  it('says by its hints what its scope says', () => {
    const reads = !['write', 'ingest'].includes(scopeOf(tool) ?? '');
    expect(annotations.readOnlyHint).toBe(reads);
    expect(annotations.destructiveHint).toBe(name.startsWith('delete_') || name === 'call_v2_endpoint_write');
    if (tool.kind === 'operation') expect(isRead(operations[tool.name])).toBe(reads);
  });
});
