import type { AnswerHeaders } from './answer-headers.ts';
import { boundTaking } from './bounded-connection.ts';
import type { Exchange } from './exchange.ts';

/**
 * From this length on, encoding a text once is quicker than encoding it for its length, for its tag and for sending.
 */
const encodedOnceFrom = 2_048;

/** In characters, each of three bytes at most: as much as a page of the longest rows. */
const longestInOneWalk = 131_072;
const room = Buffer.allocUnsafeSlow(3 * longestInOneWalk);

/**
 * A text in the form that is quickest to send. `Buffer.from` walks a text twice, for its length and for its bytes, and
 * both walks are slow if a single emoji makes V8 keep the text at two bytes per character. So the text is written once,
 * into a buffer that is large enough for any.
 */
export function encoded(body: string): string | Buffer {
  if (body.length < encodedOnceFrom) return body;
  if (body.length > longestInOneWalk) return Buffer.from(body);
  const length = room.write(body);
  return Buffer.from(room.subarray(0, length));
}

/** Ends an exchange with a whole body. To HEAD the headers go alone, with the length that GET would have. */
export function send(exchange: Exchange, status: number, headers: AnswerHeaders, body: string | Buffer): void {
  const { request, response } = exchange;
  const length = Buffer.byteLength(body);
  response.writeHead(status, Object.assign(exchange.headers, headers, { 'Content-Length': length }));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  exchange.bytesOut += length;
  response.end(body);
  boundTaking(request, response);
}

/** Ends an exchange without a body. */
export function sendEmpty(exchange: Exchange, status: 204 | 302 | 304, headers: AnswerHeaders): void {
  exchange.response.writeHead(status, Object.assign(exchange.headers, headers));
  exchange.response.end();
}
