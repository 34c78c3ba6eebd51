import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * An honest client sends a few requests ahead and reads the answers. Node passes on all that arrive in one piece, a
 * thousand and more.
 */
const mostWaiting = 32;

/** An answer of a megabyte takes this long on a line of 150 kbit/s. */
const takenWithinMs = 60_000;

/** Only connections that send requests ahead are counted, and hardly any do. */
const waiting = new WeakMap<Socket, number>();

/**
 * Serves one request of a connection at a time. The next one begins when the client has read the answer before it;
 * otherwise the answers for a client that reads none would pile up in memory. A connection that sends too many requests
 * ahead is ended.
 */
export function inTurn(serve: RequestListener): RequestListener {
  return (request, response) => {
    // Node gives a response its connection as soon as it is the first in line.
    if (response.socket === null) wait(request, response, serve);
    else serve(request, response);
  };
}

function wait(request: IncomingMessage, response: ServerResponse, serve: RequestListener): void {
  const { socket } = request;
  const others = waiting.get(socket) ?? 0;
  if (socket.destroyed || others >= mostWaiting) {
    socket.destroy();
    return;
  }
  waiting.set(socket, others + 1);
  response.once('socket', () => {
    waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
    // Node has not finished handing over the connection yet.
    process.nextTick(serve, request, response);
  });
}

/** Ends the connection of a client that does not take its answer. To be called when all of it is written. */
export function boundTaking({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.writableLength === 0) return;
  const timer = setTimeout(() => socket.destroy(), takenWithinMs).unref();
  response.once('close', () => clearTimeout(timer));
}
