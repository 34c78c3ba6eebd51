import { BrokenCircuitError, BulkheadRejectedError } from 'cockatiel';
import { Problem } from '../../contract/problem.ts';
import { type FailureKind, failureKindOf } from '../../outbound/failure-kind.ts';

const details: Readonly<Record<FailureKind, string>> = {
  timeout: 'The upstream API did not answer in time.',
  unreachable: 'The upstream API cannot be reached.',
  certificate: 'The TLS certificate of the upstream API was refused, so nothing was sent to it.',
  cut: 'The upstream API broke off its answer.',
  too_large: 'The upstream API answered with more than 8 MiB, which is not taken. Ask for fewer rows.',
};

/** No answer of the upstream. Its message never holds a URL, a header or a key. */
export class UpstreamFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, code?: string) {
    super(code === undefined ? details[kind] : `${details[kind]} (${code})`);
    this.name = 'UpstreamFailure';
    this.kind = kind;
  }
}

/** Sorts what the HTTP client threw. Of its message only the code is kept: messages name addresses. */
export function failureOf(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  const { kind, code } = failureKindOf(error);
  return new UpstreamFailure(kind, kind === 'timeout' || kind === 'too_large' ? undefined : code);
}

/** What a caller is told of a request that came to no answer. */
export function failureProblem(error: unknown, probeMs: number): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UpstreamFailure) {
    return new Problem(error.kind === 'timeout' ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_ERROR', error.message, {
      cause: error,
    });
  }
  if (error instanceof BrokenCircuitError) {
    return new Problem('SERVICE_UNAVAILABLE', 'The upstream API keeps failing, so it is left alone for some seconds.', {
      retryAfterSeconds: Math.max(1, Math.ceil(probeMs / 1000)),
    });
  }
  if (error instanceof BulkheadRejectedError) {
    return new Problem(
      'SERVICE_UNAVAILABLE',
      'Too many requests of this organization wait for the upstream API. Send fewer at once.',
      { retryAfterSeconds: 1 },
    );
  }
  throw error;
}
