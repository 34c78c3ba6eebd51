import type { Operation } from '../contract/operation.ts';
import type { AnswerHeaders } from '../http/answer-headers.ts';
import type { Exchange } from '../http/exchange.ts';
import { encoded, send, sendEmpty } from '../http/send.ts';
import type { ApiDocument } from './api-document.ts';
import { matchesETag, strongETag } from './etag.ts';
import type { Outcome } from './idempotency/once.ts';

/** Sends what an operation came to: 304 where the client has it already, `Location` where something was made. */
export function sendOutcome(
  exchange: Exchange,
  { method, scope }: Pick<Operation, 'method' | 'scope'>,
  { status, location, body }: Outcome,
): void {
  const headers: AnswerHeaders = {
    // Numbers of one organization: no cache on the way may keep them, and the client's own asks again each time.
    'Cache-Control': method === 'GET' ? (scope === 'open' ? 'no-cache' : 'private, no-cache') : 'no-store',
  };
  if (location !== null) headers.Location = location;
  if (body === null) {
    sendEmpty(exchange, 204, headers);
    return;
  }
  const bytes = encoded(body);
  if (method === 'GET') {
    const etag = strongETag(bytes);
    headers.ETag = etag;
    if (matchesETag(exchange.request.headers['if-none-match'], etag)) {
      sendEmpty(exchange, 304, headers);
      return;
    }
  }
  headers['Content-Type'] = 'application/json';
  send(exchange, status, headers, bytes);
}

export function sendDocument(exchange: Exchange, { body, etag, headers }: ApiDocument): void {
  const known = matchesETag(exchange.request.headers['if-none-match'], etag);
  if (known) sendEmpty(exchange, 304, { ETag: etag, ...headers });
  else send(exchange, 200, { ETag: etag, ...headers }, body);
}
