import { z } from 'zod';
import type { KeyName, McpServer } from './mcp-server.ts';

const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

type Era = 'legacy' | 'modern';

const answerShape = z.looseObject({
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  result: z.looseObject({}).optional(),
  error: z.looseObject({ code: z.number(), message: z.string(), data: z.unknown() }).partial({ data: true }).optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
});
export type Answer = z.infer<typeof answerShape>;

export interface Asked {
  at: McpServer;
  /** With its `?`. */
  search?: string;
  /** `write` if left out; null sends none. */
  key?: KeyName | null;
  era?: Era;
  method: string;
  params?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** One JSON-RPC request over plain fetch, as a correct client of the era sends it, and its JSON. */
export async function ask(asked: Asked): Promise<{ status: number; headers: Headers; body: Answer }> {
  const response = await post(asked.at.url + (asked.search ?? ''), message(asked), headersOf(asked));
  return { status: response.status, headers: response.headers, body: answerShape.parse(await response.json()) };
}

const toolShape = z.looseObject({
  content: z.array(z.object({ type: z.literal('text'), text: z.string() })),
  structuredContent: z.looseObject({}),
  isError: z.boolean().optional(),
});

/** A tool call's result. */
export async function callTool(
  asked: Omit<Asked, 'method' | 'params'> & { name: string; args?: Record<string, unknown> },
): Promise<{ text: string; structure: Record<string, unknown>; isError: boolean; headers: Headers }> {
  const params = { name: asked.name, arguments: asked.args ?? {} };
  const { body, headers } = await ask({ ...asked, method: 'tools/call', params });
  if (body.result === undefined) throw new Error(JSON.stringify(body));
  const result = toolShape.parse(body.result);
  return {
    text: result.content[0]?.text ?? '',
    structure: result.structuredContent,
    isError: result.isError === true,
    headers,
  };
}

export function post(url: string, body: unknown, headers: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

export function message({ era = 'modern', method, params = {} }: Omit<Asked, 'at'>) {
  const all = era === 'modern' ? { ...params, _meta: envelope } : params;
  return { jsonrpc: '2.0', id: 1, method, params: all };
}

export function headersOf({ at, key = 'write', headers, ...asked }: Asked): Record<string, string> {
  const full = key === null ? null : at.keys[key].fullKey;
  return { ...messageHeaders(asked), ...(full !== null && { authorization: `Bearer ${full}` }), ...headers };
}

/** What a correct client of the era sends with a message, but for a key. */
export function messageHeaders({
  era = 'modern',
  method,
  params,
}: Pick<Asked, 'era' | 'method' | 'params'>): Record<string, string> {
  const name = params?.name ?? params?.uri;
  return {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(era === 'modern' && { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method }),
    ...(era === 'modern' && typeof name === 'string' && { 'mcp-name': name }),
  };
}
