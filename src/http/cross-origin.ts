import type { IncomingMessage } from 'node:http';
import type { AnswerHeaders } from './answer-headers.ts';
import type { Exchange } from './exchange.ts';
import { sendEmpty } from './send.ts';

const exposed = [
  'X-Request-ID',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'Retry-After',
  'Link',
  'Location',
  'ETag',
  'Idempotency-Replayed',
  'WWW-Authenticate',
].join(', ');

const day = '86400';

/**
 * Lets pages of an allowed origin read answers (ALLOWED_ORIGINS is of no use to a browser without it). No credentials:
 * keys come in a header that a page must set itself, never in a cookie.
 * @param origin already checked against the allow-list
 */
export function allowCrossOrigin(headers: AnswerHeaders, origin: string): void {
  headers['Access-Control-Allow-Origin'] = origin;
  headers['Access-Control-Expose-Headers'] = exposed;
  headers.Vary = 'Origin';
}

/** A browser that asks what it may send, before it sends it. */
export function isPreflight(request: IncomingMessage): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.origin !== undefined &&
    request.headers['access-control-request-method'] !== undefined
  );
}

export function answerPreflight(exchange: Exchange): void {
  const asked = exchange.request.headers['access-control-request-headers'];
  // The requested headers are returned only as a list of header names, with nothing else that a header could contain.
  const isList = asked !== undefined && /^[\w\s,-]{1,1000}$/.test(asked) && exchange.words.shown(asked) === asked;
  const headers = isList ? asked : 'Authorization, Content-Type';
  sendEmpty(exchange, 204, {
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'Access-Control-Allow-Headers': headers,
    'Access-Control-Max-Age': day,
  });
}
