import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

interface Received {
  method: string;
  /** As it stood in the request line. */
  target: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** An upstream that does what a test says, and remembers what it was sent. */
export interface HostileUpstream {
  url: string;
  /** Answers every request but the questions for its document and its health, which it always answers well. */
  behave: (request: IncomingMessage, response: ServerResponse) => void;
  /** Its OpenAPI document; null = it has none. */
  document: unknown;
  /** What it was asked, without those questions. */
  received: Received[];
  openSockets(): number;
  /** Connections made so far. */
  connections(): number;
  stop(): Promise<void>;
}

export const emptyPage = {
  data: [],
  pagination: { next_cursor: null, has_next: false, limit: 50 },
  filters: { order_by: 'name', order_direction: 'asc' },
};

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Answers every request well: a page without rows. */
export function behaveWell(_request: IncomingMessage, response: ServerResponse): void {
  answer(response, 200, emptyPage);
}

export async function startHostile(tls?: { cert: Buffer; key: Buffer }): Promise<HostileUpstream> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener: RequestListener = async (request, response) => {
    response.on('error', () => undefined);
    const target = request.url ?? '';
    if (target === '/v2/openapi.json') {
      answer(response, hostile.document === null ? 404 : 200, hostile.document ?? {});
      return;
    }
    if (target === '/v2/health') {
      answer(response, 200, { data: { type: 'health' } });
      return;
    }
    const received = { method: request.method ?? '', target, headers: request.headers, body: '' };
    hostile.received.push(received);
    received.body = await text(request).catch(() => '');
    hostile.behave(request, response);
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hostile: HostileUpstream = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${portOf(server.address())}`,
    behave: behaveWell,
    document: null,
    received: [],
    openSockets: () => sockets.size,
    connections: () => connections,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return hostile;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}
