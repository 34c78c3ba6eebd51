import { BrokenCircuitError, BulkheadRejectedError } from 'cockatiel';
import { Problem } from '../../contract/problem.ts';

/** How a request to the upstream came to no whole answer. */
export type FailureKind = 'timeout' | 'unreachable' | 'certificate' | 'cut' | 'too_large';

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

const timeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);
const neverReached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Sorts what the HTTP client threw. Of its message only the code is kept: messages name addresses. */
export function failureOf(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  const code = codeOf(error);
  if (timeouts.has(code)) return new UpstreamFailure('timeout');
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return new UpstreamFailure('too_large');
  if (/CERT|SELF_SIGNED|LEAF_SIGNATURE|ERR_TLS|ERR_SSL|EPROTO/.test(code))
    return new UpstreamFailure('certificate', code);
  if (neverReached.has(code)) return new UpstreamFailure('unreachable', code);
  return new UpstreamFailure('cut', code);
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

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
}
