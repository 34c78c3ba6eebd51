import { createMcpHandler, type Server } from '@modelcontextprotocol/server';
import type { ProtocolHeaders } from './route.ts';

/** A stream of a `subscriptions/listen` that is still open. */
export interface OpenStream {
  toolsChanged(): void;
  /** Ends the stream in order, with its result. */
  end(): void;
}

export interface SdkAnswer {
  status: number;
  body: string | ReadableStream<Uint8Array>;
  stream: OpenStream | null;
}

/**
 * Passes one 2026-07-28 message to the SDK's own HTTP handler. It gets what the shared server does not take: unknown
 * methods, unsupported versions, missing or encoded headers, notifications and subscriptions.
 */
export async function answerBySdk(asked: {
  message: unknown;
  headers: ProtocolHeaders;
  signal: AbortSignal;
  createServer: () => Server;
}): Promise<SdkAnswer> {
  const handler = createMcpHandler(asked.createServer, { legacy: 'reject' });
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json, text/event-stream' });
  if (asked.headers.version !== undefined) headers.set('mcp-protocol-version', asked.headers.version);
  if (asked.headers.method !== undefined) headers.set('mcp-method', asked.headers.method);
  if (asked.headers.name !== undefined) headers.set('mcp-name', asked.headers.name);
  // The address is never read; the handler wants a web Request.
  const request = new Request('http://mcp.invalid/mcp', { method: 'POST', headers, signal: asked.signal });
  const response = await handler.fetch(request, { parsedBody: asked.message });
  if (response.body !== null && response.headers.get('content-type') === 'text/event-stream') {
    const stream = { toolsChanged: () => handler.notify.toolsChanged(), end: () => void handler.close() };
    return { status: response.status, body: response.body, stream };
  }
  return { status: response.status, body: await response.text(), stream: null };
}
