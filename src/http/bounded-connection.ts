import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Requests of one connection that wait behind its first. Who pipelines reads as well, and sends a few; Node hands over
 * all that come in one piece, a thousand and more, and the answers of a client that reads none stay in memory.
 */
const mostWaiting = 8;

/** An answer of a megabyte takes this long on a line of 150 kbit/s. */
const takenWithinMs = 60_000;

/** Only connections that pipeline are counted: hardly any does. */
const waiting = new WeakMap<Socket, number>();

/** Whether a request may wait behind those before it. A connection that asks for too much at once is ended. */
export function mayWait({ socket }: IncomingMessage, response: ServerResponse): boolean {
  // A response has its connection as soon as it is the first in line.
  if (response.socket !== null) return true;
  if (socket.destroyed) return false;
  const others = waiting.get(socket) ?? 0;
  if (others >= mostWaiting) {
    socket.destroy();
    return false;
  }
  waiting.set(socket, others + 1);
  response.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
  return true;
}

/** Ends the connection of a client that does not take its answer. To be called when all of it is written. */
export function boundTaking({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.writableLength === 0) return;
  const timer = setTimeout(() => socket.destroy(), takenWithinMs).unref();
  response.once('close', () => clearTimeout(timer));
}
