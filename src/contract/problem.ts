import type { CallerWords } from './caller-words.ts';
import { shownText } from './shown-text.ts';

/** Every error code of the API with its HTTP status (contract §1, Errors). */
export const problemStatus = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPE: 403,
  QUOTA_EXCEEDED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  VALIDATION_ERROR: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  UPSTREAM_ERROR: 502,
  SERVICE_UNAVAILABLE: 503,
  UPSTREAM_TIMEOUT: 504,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export interface FieldError {
  field: string;
  message: string;
}

interface ProblemFacts {
  /** On VALIDATION_ERROR only. */
  errors?: readonly FieldError[];
  /** Seconds until a retry makes sense, at least 1: the Retry-After header and MCP's `retry_after_seconds`. */
  retryAfterSeconds?: number;
  /** The methods that a path takes, on METHOD_NOT_ALLOWED. */
  allow?: readonly string[];
  cause?: unknown;
}

/**
 * The one error class: thrown anywhere, turned into a problem document by `http/` and into a tool error by `mcp/`.
 * `detail` is for people and says what to do; what looks like a key, and what nobody sees, is cut
 * out of it here.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly allow: readonly string[] | undefined;

  constructor(code: ProblemCode, detail: string, facts: ProblemFacts = {}) {
    const shown = shownText(detail);
    super(shown, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = problemStatus[code];
    this.detail = shown;
    this.errors = facts.errors?.map(({ field, message }) => ({
      field: shownText(field),
      message: shownText(message),
    }));
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.allow = facts.allow;
  }
}

/** What a problem says to whoever asked: without the keys of the request, whose words it may repeat. */
export function toldOf({ detail, errors }: Problem, words: CallerWords): Pick<Problem, 'detail' | 'errors'> {
  const shown = (text: string) => words.shown(text);
  return {
    detail: shown(detail),
    errors: errors?.map(({ field, message }) => ({ field: shown(field), message: shown(message) })),
  };
}

/** A VALIDATION_ERROR over the given fields; its detail names the first. */
export function invalid(errors: readonly [FieldError, ...FieldError[]]): Problem {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return new Problem('VALIDATION_ERROR', `${first.field}: ${first.message}${more}`, { errors });
}

/** The answer for an id that is unknown or of another organization: one text for both (contract §1, Organization). */
export function notFound(noun: string): Problem {
  return new Problem('NOT_FOUND', `No such ${noun} in this organization.`);
}
