import { DelegateBackoff, handleType, type RetryPolicy, retry } from 'cockatiel';
import type { FailureKind } from '../../outbound/failure-kind.ts';
import type { RawAnswer } from './connection.ts';
import { UpstreamFailure } from './failure.ts';

const mostRetries = 2;
/** Milliseconds before the first retry, less or more by half; twice that before the second. */
const firstWait = 100;

/** A second try changes nothing about a certificate, and the deadline is over for what took it whole. */
const passing: ReadonlySet<FailureKind> = new Set(['timeout', 'unreachable', 'cut']);
const passingStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);

interface RetrySetting {
  /** Milliseconds until the call must have ended. */
  left: () => number;
  random: () => number;
}

/** The retries of one read: after what may pass, with jitter, and only as long as the wait fits the deadline. */
export function retrying({ left, random }: RetrySetting): RetryPolicy {
  const mayPass = handleType(UpstreamFailure, ({ kind }) => passing.has(kind) && left() > 2 * firstWait).orWhenResult(
    (result) => isAnswer(result) && waitFor(result, left()) !== null,
  );
  return retry(mayPass, {
    maxAttempts: mostRetries,
    backoff: new DelegateBackoff(({ attempt, result }) => {
      const asked = 'value' in result && isAnswer(result.value) ? waitFor(result.value, left()) : null;
      const usual = firstWait * 2 ** (attempt - 1) * (0.5 + random());
      return Math.max(asked ?? 0, usual);
    }),
  });
}

/** How long an answer asks to wait before the next try, in ms; null where there should be none. */
function waitFor({ status, retryAfterSeconds: asked }: RawAnswer, left: number): number | null {
  // A busy upstream that does not say when to come back is left alone.
  if (status !== 429 && !passingStatuses.has(status)) return null;
  if (asked === null) return status === 429 ? null : 0;
  return asked * 1000 < left - firstWait ? asked * 1000 : null;
}

function isAnswer(result: unknown): result is RawAnswer {
  return typeof result === 'object' && result !== null && 'retryAfterSeconds' in result;
}
