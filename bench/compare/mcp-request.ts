import type { Asked } from '../load/request.ts';

export type Era = 'legacy' | 'modern';

const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** One MCP request, as a correct client of the era sends it. */
export function mcpRequest(asked: {
  era: Era;
  id: number;
  key: string;
  method: string;
  params: Readonly<Record<string, unknown>>;
}): Asked {
  const { era, id, key, method, params } = asked;
  const isModern = era === 'modern';
  return {
    method: 'POST',
    path: '/mcp',
    headers: {
      Authorization: `Bearer ${key}`,
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': isModern ? '2026-07-28' : '2025-11-25',
      ...(isModern && { 'Mcp-Method': method }),
      ...(isModern && typeof params.name === 'string' && { 'Mcp-Name': params.name }),
    },
    body: { jsonrpc: '2.0', id, method, params: isModern ? { ...params, _meta: envelope } : params },
  };
}
