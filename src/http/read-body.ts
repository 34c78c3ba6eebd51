import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Problem } from '../contract/problem.ts';
import type { Exchange } from './exchange.ts';

export interface BodyLimits {
  readonly bytes: number;
  /** What one in gzip may come to; null where none is taken. */
  readonly unpackedBytes: number | null;
}

/** contract §1, 413. */
const usualLimits: BodyLimits = { bytes: 1024 * 1024, unpackedBytes: null };

/** How much a client may still send after its 413, so that it can read the answer, before the connection is cut. */
const drain = { ms: 1_000, bytes: 16 * 1024 * 1024 };

/**
 * The whole body as text; '' where there is none.
 * @throws Problem PAYLOAD_TOO_LARGE as soon as it is clear, without the rest being read; UNSUPPORTED_MEDIA_TYPE for a
 * compressed one; BAD_REQUEST for one that is cut off or no UTF-8.
 */
export async function readBody(exchange: Exchange, limits: BodyLimits = usualLimits): Promise<string> {
  const { request, response } = exchange;
  if (!hasBody(request)) return '';
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const isPacked = encoding === 'gzip' && limits.unpackedBytes !== null;
  if (encoding !== 'identity' && !isPacked) {
    drop(request);
    throw new Problem(
      'UNSUPPORTED_MEDIA_TYPE',
      limits.unpackedBytes === null
        ? 'Send the body uncompressed: no Content-Encoding is taken.'
        : 'Send the body uncompressed or with Content-Encoding: gzip.',
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes) {
    drop(request);
    throw tooLarge(limits.bytes);
  }
  if (asksToGoOn(request)) response.writeContinue();
  const received = await collect(request, limits.bytes);
  exchange.bytesIn += received.length;
  const body = isPacked ? await unpacked(received, limits.unpackedBytes ?? 0) : received;
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

const unpack = promisify(gunzip);

async function unpacked(body: Buffer, limit: number): Promise<Buffer> {
  try {
    return await unpack(body, { maxOutputLength: limit });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(limit, 'unpacked');
    throw new Problem('BAD_REQUEST', 'The body is not whole gzip.', { cause });
  }
}

function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      request.off('data', onData);
      drop(request);
      reject(tooLarge(limit));
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

function tooLarge(limit: number, form: 'unpacked' | null = null): Problem {
  const bytes = `${limit} ${form === null ? 'bytes' : 'bytes when it is unpacked'}`;
  return new Problem('PAYLOAD_TOO_LARGE', `The body is over the limit of ${bytes}. Send less in one request.`);
}
