import { type InputOf, isRead, type ReplyOf } from '../contract/operation.ts';
import type { AnyOperation, OperationId } from '../contract/operations.ts';
import type { Call } from '../contract/port.ts';
import { Problem } from '../contract/problem.ts';
import { visibleTexts } from '../contract/visible-text.ts';
import type { Difference } from './answers/differences.ts';
import { ownKey } from './answers/own-key.ts';
import { isUnread, readReply } from './answers/read-reply.ts';
import { notOffered, refusalOf } from './answers/remote-problem.ts';
import type { KeySource } from './keys/key-source.ts';
import type { Discovery } from './offer/discovery.ts';
import { outboundInput } from './offer/outbound-input.ts';
import type { RawAnswer } from './send/connection.ts';
import { type FetchContext, fetchAnswer } from './send/fetch-answer.ts';
import { outboundTarget } from './send/target.ts';
import type { UnsettledWrites } from './writes/unsettled-writes.ts';
import {
  beginWrite,
  isStillRunning,
  mayHaveArrived,
  outcomeOf,
  saysUnknown,
  type WriteTry,
} from './writes/write-once.ts';

/** What remote operations work with. */
export interface RemoteContext extends FetchContext {
  keys: KeySource;
  discovery: Pick<Discovery, 'offer'>;
  unsettled: UnsettledWrites;
  newId: () => string;
  /** An answer differs from what the contract describes. */
  differs: (operation: OperationId, differences: readonly Difference[]) => void;
  /** Path of the upstream's base URL, without a slash at its end: `/v2`. */
  basePath: string;
}

/**
 * One operation of the port, answered by the upstream. Scopes and input were checked at the front door, so nothing
 * leaves that the caller may not do; and nothing that the upstream does not take.
 */
export function remote<const O extends AnyOperation>(
  context: RemoteContext,
  operation: O,
): (input: InputOf<O>, call: Call) => Promise<ReplyOf<O>> {
  return async (input, call) => {
    const { basePath, keys, discovery } = context;
    const { lacking, listed } = discovery.offer();
    if (lacking.has(operation.id)) throw notOffered(operation);
    const given = { query: { ...input.query }, body: asObject(input.body) };
    const { query, body: sent } = outboundInput(operation, given, listed.get(operation.id));
    const target = outboundTarget(basePath, operation, { params: { ...input.params }, query });
    const body = sent === null ? null : JSON.stringify(sent);
    const key = await keys.of(call.caller);
    const write = isRead(operation) ? null : beginWrite(context, call, { operation, target, body });
    const asked = { target, body, idempotencyKey: write?.idempotencyKey, ...key };
    const raw = await noting(write, () => fetchAnswer(context, operation, call, asked));
    if (raw.status >= 400) throw refused(context, operation, call, raw, key.key);
    keys.worked(call.caller);
    const { reply, differences } = readReply(operation, raw, { target, basePath, key: ownKey(key.key) });
    if (differences.length > 0) context.differs(operation.id, differences);
    // Its caller knows nothing of what was made, and may well ask for it again.
    if (isUnread(differences)) write?.ended('unknown');
    return visibleTexts(reply);
  };
}

function asObject(body: object | null): object | null {
  return body;
}

function refused(
  { keys }: RemoteContext,
  operation: AnyOperation,
  { caller }: Call,
  raw: RawAnswer,
  key: string,
): Error {
  // No refusal that a retry may be given for ever: the lost request is about to be done.
  if (operation.idempotent && isStillRunning(raw)) return stillRunning(raw);
  const refusal = refusalOf(operation, raw, key);
  if (refusal.kind !== 'problem') return keys.refused(caller, refusal);
  return !isRead(operation) && outcomeOf(raw) === 'unknown' ? saysUnknown(refusal.problem) : refusal.problem;
}

/** Sends, and notes what is known of a write then. @throws Problem that says so where nothing is */
async function noting(write: WriteTry | null, send: () => Promise<RawAnswer>): Promise<RawAnswer> {
  try {
    const raw = await send();
    write?.ended(outcomeOf(raw));
    return raw;
  } catch (error) {
    if (write === null || !(error instanceof Problem) || !mayHaveArrived(error)) throw error;
    write.ended('unknown');
    throw saysUnknown(error);
  }
}

function stillRunning({ retryAfterSeconds }: RawAnswer): Problem {
  return new Problem('SERVICE_UNAVAILABLE', 'An earlier try of this request still runs at the upstream API.', {
    retryAfterSeconds: Math.max(1, retryAfterSeconds ?? 1),
  });
}
