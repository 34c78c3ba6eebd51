import { isRead } from '../../contract/operation.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import type { Call } from '../../contract/port.ts';
import { Problem } from '../../contract/problem.ts';
import type { RawAnswer } from './connection.ts';
import { outboundHeaders } from './headers.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { Sender } from './sender.ts';

export interface FetchContext {
  sender: Sender;
  kept: KeptAnswers;
  userAgent: string;
}

interface Fetching {
  target: string;
  /** As it is sent. */
  body: string | null;
  idempotencyKey: string | undefined;
  key: string;
  fingerprint: string;
}

/** Asks the upstream; an answer that it says has not changed comes from memory. @throws Problem where there is none */
export async function fetchAnswer(
  { sender, kept, userAgent }: FetchContext,
  operation: AnyOperation,
  { caller, requestId, signal }: Call,
  { target, body, idempotencyKey, key, fingerprint }: Fetching,
): Promise<RawAnswer> {
  const isGet = operation.method === 'GET';
  const keptAs = `${caller.organizationId}\n${fingerprint}\n${target}`;
  const before = isGet ? kept.get(keptAs) : undefined;
  const raw = await sender.send({
    lane: caller.organizationId,
    operation: operation.id,
    outbound: {
      method: operation.method,
      target,
      headers: outboundHeaders({
        key,
        requestId,
        userAgent,
        hasBody: body !== null,
        ifNoneMatch: before?.etag,
        idempotencyKey,
      }),
      body,
    },
    isRead: isRead(operation),
    signal,
  });
  if (raw.status === 304) {
    if (before !== undefined) return before.raw;
    throw new Problem('UPSTREAM_ERROR', 'The upstream API answered 304 to a request that had no condition.');
  }
  if (isGet && raw.status === 200 && raw.etag !== null) kept.keep(keptAs, { etag: raw.etag, raw });
  return raw;
}
