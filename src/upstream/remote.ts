import { hash } from 'node:crypto';
import { type InputOf, isRead, type ReplyOf } from '../contract/operation.ts';
import type { AnyOperation } from '../contract/operations.ts';
import type { Call } from '../contract/port.ts';
import { Problem } from '../contract/problem.ts';
import { visibleTexts } from '../contract/visible-text.ts';
import type { KeptAnswers } from './answers/kept-answers.ts';
import { ownKey } from './answers/own-key.ts';
import { readReply } from './answers/read-reply.ts';
import { notOffered, refusalOf } from './answers/remote-problem.ts';
import type { Discovery } from './discovery.ts';
import type { KeySource } from './keys/key-source.ts';
import type { RawAnswer } from './send/connection.ts';
import { outboundHeaders } from './send/headers.ts';
import type { Sender } from './send/sender.ts';
import { outboundTarget } from './send/target.ts';

/** What remote operations work with. */
export interface RemoteContext {
  sender: Sender;
  keys: KeySource;
  discovery: Pick<Discovery, 'lacking'>;
  kept: KeptAnswers;
  /** Path of the upstream's base URL, without a slash at its end: `/v2`. */
  basePath: string;
  userAgent: string;
}

/**
 * One operation of the port, answered by the upstream. Scopes and input were checked at the front door, so nothing
 * leaves that the caller may not do.
 */
export function remote<const O extends AnyOperation>(
  context: RemoteContext,
  operation: O,
): (input: InputOf<O>, call: Call) => Promise<ReplyOf<O>> {
  return async (input, call) => {
    if (context.discovery.lacking().has(operation.id)) throw notOffered(operation);
    const { basePath, keys } = context;
    const target = outboundTarget(basePath, operation, { params: { ...input.params }, query: { ...input.query } });
    const key = await keys.of(call.caller);
    const body: object | null = input.body;
    const idempotencyKey = operation.idempotent ? idempotencyKeyOf(operation, call) : undefined;
    const raw = await fetchAnswer(context, operation, call, { target, body, idempotencyKey, ...key });
    if (raw.status === 409 && raw.retryAfterSeconds !== null && idempotencyKey !== undefined) throw stillRunning(raw);
    if (raw.status < 400) {
      keys.worked(call.caller);
      return visibleTexts(readReply(operation, raw, { target, basePath, key: ownKey(key.key) }));
    }
    const refusal = refusalOf(operation, raw, key.key);
    throw refusal.kind === 'problem' ? refusal.problem : keys.refused(call.caller, refusal);
  };
}

interface Fetching {
  target: string;
  body: object | null;
  idempotencyKey: string | undefined;
  key: string;
  fingerprint: string;
}

/** Asks the upstream; an answer that it says has not changed comes from memory. */
async function fetchAnswer(
  { sender, kept, userAgent }: RemoteContext,
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
      body: body === null ? null : JSON.stringify(body),
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

/**
 * Our own idempotency cannot tell whether a write whose answer was lost has happened; the upstream can. Hashed: two
 * organizations behind one upstream key may use the same words.
 */
function idempotencyKeyOf({ id }: AnyOperation, { caller, idempotencyKey }: Call): string | undefined {
  if (idempotencyKey === undefined) return undefined;
  return hash('sha256', JSON.stringify([caller.organizationId, id, idempotencyKey]), 'base64url');
}

/** No refusal that a retry may be given for ever: the lost request is about to be done. */
function stillRunning({ retryAfterSeconds }: RawAnswer): Problem {
  return new Problem('SERVICE_UNAVAILABLE', 'An earlier try of this request still runs at the upstream API.', {
    retryAfterSeconds: Math.max(1, retryAfterSeconds ?? 1),
  });
}
