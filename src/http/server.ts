import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from '../contract/problem.ts';
import { problemDocument } from './problem-document.ts';
import { requestIdOf } from './request-id.ts';

/**
 * A listening socket with limits on how slowly and how much a client may send before its request is even read
 * (slow-loris). Its handler is added later, so that a port in use is noticed before anything else is opened.
 */
/** @param keepAliveSeconds how long an idle connection is kept: longer than a balancer in front keeps it */
export function createHttpServer({ keepAliveSeconds }: { keepAliveSeconds: number }): Server {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: keepAliveSeconds * 1000,
    // Node's own refusal has neither a request id nor a problem document; the front door's has.
    requireHostHeader: false,
  });
  server.on('clientError', refuseUnreadable);
  server.on('connect', (_request, socket) => refuse(socket, 'This server is no proxy: it takes no CONNECT.'));
  return server;
}

/** Starts listening. @throws the system's error, such as EADDRINUSE */
export function listen(server: Server, at: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The port that a listening server was given. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
}

/**
 * The events of a request: one with an `Expect` header is handled as any other. A client that asks before it sends a
 * body is told to continue only when the body is wanted, and Node itself refuses no other expectation.
 */
const requestEvents = ['request', 'checkContinue', 'checkExpectation'] as const;

/** Holds requests until there is a handler for them; returns a function that hands them over. */
export function holdRequests(server: Server): (handler: RequestListener) => void {
  const waiting: Parameters<RequestListener>[] = [];
  const hold: RequestListener = (...request) => {
    waiting.push(request);
  };
  for (const event of requestEvents) server.on(event, hold);
  return (handler) => {
    for (const event of requestEvents) server.off(event, hold).on(event, handler);
    for (const request of waiting) handler(...request);
  };
}

/** Stops a server: it accepts no new connections, and after `ms` none is left. */
export function close(server: Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), ms);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

const unreadable: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'The headers of the request are larger than 16 KiB.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
};

/** Bytes that are not an HTTP request never become an exchange, but their sender gets a problem document too. */
function refuseUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  refuse(socket, unreadable[error.code ?? ''] ?? 'The request is not well-formed HTTP.');
}

function refuse(socket: Duplex, detail: string): void {
  const problem = new Problem('BAD_REQUEST', detail);
  const requestId = requestIdOf(undefined);
  const body = JSON.stringify(problemDocument(problem, { path: '', requestId }));
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-ID: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
