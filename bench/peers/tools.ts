import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { operations } from '../../src/contract/operations.ts';
import type { Call } from '../../src/contract/port.ts';
import { createExportLinks } from '../../src/export/links/export-link.ts';
import { callOperation } from '../../src/mcp/call/call-operation.ts';
import { metaToolSchemas } from '../../src/mcp/call/meta-tool-schemas.ts';
import { rawInputOf } from '../../src/mcp/call/operation-arguments.ts';
import { metaToolHandlers } from '../../src/mcp/meta-tools/handlers.ts';
import { pickOrganization } from '../../src/organizations/read.ts';
import { createServices } from '../../src/services/create-services.ts';
import { openStore } from '../../src/store/open.ts';
import { catalog, type Tool } from '../../tools/catalog.ts';

/** A tool as the SDKs' own `registerTool` takes it: made once, so that a peer pays for nothing but its own way. */
export interface PeerTool {
  name: string;
  title: string;
  description: string;
  /** In our standing list. */
  isPinned: boolean;
  input: z.ZodObject;
  output: z.ZodObject;
  annotations: Tool['hints'];
  run(args: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
}

/**
 * All our tools over the same services and data. No key is checked, nothing is limited, counted, logged or audited. For a list
 * as long as ours a peer is asked at a path with `pinned` in it: then it registers the tools of our standing list only.
 */
export async function peerTools(databaseFile: string, keyName: string): Promise<readonly PeerTool[]> {
  const store = await openStore({ kind: 'sqlite', file: databaseFile });
  const api = createServices({
    store,
    cursorKey: createSecretKey(Buffer.alloc(32, 1)),
    now: Date.now,
    randomUuid: randomUUID,
    nudgeRefresh: () => undefined,
    provider: null,
    version: '0',
    publicUrls: { api: 'http://127.0.0.1' },
    state: () => 'ready',
  });
  const organization = await pickOrganization(store, undefined);
  const call: Call = {
    requestId: 'bench',
    signal: new AbortController().signal,
    caller: {
      organizationId: organization.id,
      organizationName: organization.name,
      keyId: 'bench',
      keyName,
      scopes: ['read', 'write', 'admin'],
      expiresAt: null,
      urlKeys: 'allow',
      holdsSampleData: true,
    },
  };
  const links = createExportLinks({ secret: createSecretKey(randomBytes(32)), now: Date.now, apiUrl: '' });
  const run = async (tool: Tool, args: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> => {
    if (tool.kind === 'meta') {
      const access = { scopes: call.caller.scopes, narrowed: null };
      return metaToolHandlers[tool.name](args, {
        api,
        call,
        access,
        dashboardUrl: '',
        links,
        confirmations: { asked: async () => null },
        reached: () => undefined,
      });
    }
    const { body } = await callOperation(api, tool.name, rawInputOf(operations[tool.name], args), call);
    return { ...(typeof body === 'object' ? body : {}) };
  };
  return catalog.map((tool) => ({
    name: tool.name,
    title: tool.title,
    description: tool.description,
    isPinned: tool.pinned === true,
    ...schemasOf(tool),
    annotations: tool.hints,
    run: (args) => run(tool, args),
  }));
}

function schemasOf(tool: Tool): Pick<PeerTool, 'input' | 'output'> {
  if (tool.kind === 'meta') return metaToolSchemas[tool.name];
  const { params, query, body, answers } = operations[tool.name];
  const input = z.object({ ...params.shape, ...query.shape, ...(body instanceof z.ZodObject ? body.shape : {}) });
  const answer = Object.values(answers).find((schema) => schema instanceof z.ZodObject);
  return { input, output: answer ?? z.object({}) };
}

/** What a tool answers, in both forms as the SDKs document it. */
export async function peerResult(tool: PeerTool, args: Readonly<Record<string, unknown>>) {
  const structuredContent = await tool.run(args);
  return { content: [{ type: 'text' as const, text: JSON.stringify(structuredContent) }], structuredContent };
}
