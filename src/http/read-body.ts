import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../contract/problem.ts';
import type { Exchange } from './exchange.ts';

/** contract §1, 413. */
const bodyLimit = 1024 * 1024;

/** How much a client may still send after its 413, so that it can read the answer, before the connection is cut. */
const drain = { ms: 1_000, bytes: 16 * 1024 * 1024 };

/**
 * The whole body as text; '' where there is none.
 * @throws Problem PAYLOAD_TOO_LARGE as soon as it is clear, without the rest being read; UNSUPPORTED_MEDIA_TYPE for a
 * compressed one; BAD_REQUEST for one that is cut off or no UTF-8.
 */
export async function readBody(exchange: Exchange): Promise<string> {
  const { request, response } = exchange;
  if (!hasBody(request)) return '';
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    drop(request);
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body uncompressed: no Content-Encoding is taken.');
  }
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) {
    drop(request);
    throw tooLarge();
  }
  if (asksToGoOn(request)) response.writeContinue();
  const body = await collect(request);
  exchange.bytesIn += body.length;
  if (!isUtf8(body)) throw new Problem('BAD_REQUEST', 'The body is not UTF-8 text.');
  return withoutMark(body.toString('utf8'));
}

/** One byte order mark before the text says nothing (RFC 8259 §8.1); anywhere else it is part of it. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Any other expectation needs no answer (RFC 9110 §10.1.1). */
function asksToGoOn({ headers }: IncomingMessage): boolean {
  return headers.expect?.toLowerCase() === '100-continue';
}

/** Whether a request has a body, an empty one included. */
export function hasBody(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
  return chunked !== undefined || (length !== undefined && length !== '0');
}

function collect(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= bodyLimit) {
        chunks.push(chunk);
        return;
      }
      request.off('data', onData);
      drop(request);
      reject(tooLarge());
    };
    request.on('data', onData);
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)));
    request.once('error', (cause) => reject(new Problem('BAD_REQUEST', 'The body was cut off.', { cause })));
  });
}

/** Reads and discards what is still on its way, within limits. */
function drop(request: IncomingMessage): void {
  let dropped = 0;
  const timer = setTimeout(() => request.destroy(), drain.ms).unref();
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > drain.bytes) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
  request.once('error', () => clearTimeout(timer));
}

function tooLarge(): Problem {
  return new Problem(
    'PAYLOAD_TOO_LARGE',
    `The body is over the limit of ${bodyLimit} bytes. Send less in one request.`,
  );
}
