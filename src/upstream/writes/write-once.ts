import { hash } from 'node:crypto';
import type { AnyOperation } from '../../contract/operations.ts';
import type { Call } from '../../contract/port.ts';
import { Problem, type ProblemCode } from '../../contract/problem.ts';
import type { FailureKind } from '../../outbound/failure-kind.ts';
import type { RawAnswer } from '../send/connection.ts';
import { UpstreamFailure } from '../send/failure.ts';
import type { UnsettledWrites } from './unsettled-writes.ts';

interface Write {
  readonly operation: AnyOperation;
  readonly target: string;
  /** As it is sent. */
  readonly body: string | null;
}

/** What is known of a write after a try of it. */
type Outcome = 'settled' | 'unknown' | 'as_before';

/** One try of a write: which idempotency key it carries, and what is remembered of it afterwards. */
export interface WriteTry {
  readonly idempotencyKey: string;
  /** Notes what became of it. */
  ended(outcome: Outcome): void;
}

/**
 * A write carries the caller's Idempotency-Key, else that of an earlier try of unknown outcome, else one of its own.
 * The caller's is hashed: two organizations behind one upstream key may use the same words.
 */
export function beginWrite(
  { unsettled, newId }: { readonly unsettled: UnsettledWrites; readonly newId: () => string },
  { caller, idempotencyKey: given }: Pick<Call, 'caller' | 'idempotencyKey'>,
  { operation, target, body }: Write,
): WriteTry {
  const { organizationId } = caller;
  const by = `${organizationId} ${caller.keyId}`;
  const write = digestOf([operation.id, target, body]);
  const idempotencyKey =
    given !== undefined && operation.idempotent
      ? digestOf([organizationId, operation.id, given])
      : (unsettled.keyOf(by, write) ?? newId());
  return {
    idempotencyKey,
    ended(outcome) {
      if (outcome === 'unknown') unsettled.keep(by, write, idempotencyKey);
      if (outcome === 'settled') unsettled.settle(by, write);
    },
  };
}

function digestOf(parts: readonly (string | null)[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}

/** What an answer says of the write itself. A refusal of the key or of the moment says nothing of an earlier try. */
export function outcomeOf({ status, retryAfterSeconds }: RawAnswer): Outcome {
  if (status >= 500) return 'unknown';
  if (status < 400) return status < 300 ? 'settled' : 'as_before';
  return settling.has(status) && !isStillRunning({ status, retryAfterSeconds }) ? 'settled' : 'as_before';
}

/** Whether an earlier try with the same idempotency key is under way. */
export function isStillRunning({
  status,
  retryAfterSeconds,
}: Pick<RawAnswer, 'status' | 'retryAfterSeconds'>): boolean {
  return status === 409 && retryAfterSeconds !== null;
}

const settling: ReadonlySet<number> = new Set([400, 404, 405, 409, 410, 413, 415, 422]);

/** A failure of a write whose outcome nobody knows says so, and what to do: an agent would write twice. */
export function saysUnknown(problem: Problem): Problem {
  const { code, detail, errors, retryAfterSeconds } = problem;
  return new Problem(code, `${detail} ${unknownSaid}`, {
    ...(errors !== undefined && { errors }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    cause: problem,
  });
}

const unknownSaid =
  'Whether the write was done is unknown. Send exactly the same call again within 10 minutes: it then carries the same idempotency key, so that it is not done twice.';

/** Whether a request that came to no answer may have been done all the same. */
export function mayHaveArrived(failure: Problem): boolean {
  const { cause } = failure;
  return cause instanceof UpstreamFailure ? !notSent.has(cause.kind) : maybeDone.has(failure.code);
}

const notSent: ReadonlySet<FailureKind> = new Set(['unreachable', 'certificate']);
const maybeDone: ReadonlySet<ProblemCode> = new Set(['UPSTREAM_ERROR', 'UPSTREAM_TIMEOUT']);
