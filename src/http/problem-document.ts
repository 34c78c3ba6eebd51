import { STATUS_CODES } from 'node:http';
import { type CallerWords, noKeys } from '../contract/caller-words.ts';
import { type FieldError, Problem, type ProblemCode, toldOf } from '../contract/problem.ts';
import { storeProblem } from '../store/unavailable.ts';
import type { AnswerHeaders } from './answer-headers.ts';
import type { Exchange } from './exchange.ts';
import { send } from './send.ts';

/** RFC 9457 with the members of contract §1, Errors. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  instance: string;
  request_id: string;
  errors?: readonly FieldError[];
  /** On 429: what `Retry-After` says, for clients that read bodies only. */
  retry_after_seconds?: number;
}

export function problemDocument(
  problem: Problem,
  at: { path: string; requestId: string; words?: CallerWords },
): ProblemDocument {
  const words = at.words ?? noKeys;
  const { detail, errors } = toldOf(problem, words);
  return {
    type: `urn:creatoraudit:error:${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[problem.status] ?? problem.code,
    status: problem.status,
    detail,
    code: problem.code,
    instance: shownPath(at.path, words),
    request_id: at.requestId,
    ...(errors && { errors }),
    ...(problem.code === 'RATE_LIMITED' && { retry_after_seconds: retryAfter(problem) }),
  };
}

/** What went wrong, in the contract's words; a bug of ours reveals nothing about itself (contract §1, 500). */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return (
    storeProblem(error) ??
    new Problem('INTERNAL_ERROR', 'Something went wrong on the server. Its log names the request id.', { cause: error })
  );
}

/** The headers that go with a problem, beside its document. */
function problemHeaders(problem: Problem, exchange: Exchange): AnswerHeaders {
  const headers: AnswerHeaders = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' };
  if (problem.allow !== undefined) headers.Allow = problem.allow.join(', ');
  if (problem.retryAfterSeconds !== undefined) headers['Retry-After'] = retryAfter(problem);
  const challenge = challengeOf(problem, exchange);
  if (challenge !== null) headers['WWW-Authenticate'] = challenge;
  return headers;
}

/**
 * What is wrong with the key, in the header that many clients show alone (RFC 6750 §3). At the door of keys without
 * resource_metadata: it would send clients into an OAuth flow that does not exist there.
 */
function challengeOf(problem: Problem, { keyWasSent, signIn }: Exchange): string | null {
  const { code, detail } = problem;
  const hint = signIn === null ? [] : [`resource_metadata="${signIn.resourceMetadata}"`, `scope="${signIn.scope}"`];
  if (code === 'UNAUTHORIZED' && !keyWasSent) return challenge(hint);
  if (code === 'INSUFFICIENT_SCOPE') return challenge([...errorOf('insufficient_scope', detail), ...hint]);
  const isRefused = keyWasSent && (code === 'UNAUTHORIZED' || code === 'FORBIDDEN');
  return isRefused ? challenge([...errorOf('invalid_token', detail), ...hint]) : null;
}

function challenge(parameters: readonly string[]): string {
  return parameters.length === 0 ? 'Bearer' : `Bearer ${parameters.join(', ')}`;
}

/** A description is of printable ASCII without quotes and backslashes. */
function errorOf(error: 'invalid_token' | 'insufficient_scope', detail: string): readonly string[] {
  const description = detail.replace(/["\\`]/g, "'").replace(/[^\x20-\x7e]/g, '?');
  return [`error="${error}"`, `error_description="${description}"`];
}

function retryAfter({ retryAfterSeconds = 1 }: Problem): number {
  return Math.max(1, retryAfterSeconds);
}

/**
 * Answers with a problem document. If an answer has begun already, the connection is cut: nothing else can show that
 * the answer is broken.
 */
export function sendProblem(exchange: Exchange, error: unknown): Problem {
  const problem = toProblem(error);
  exchange.code = problem.code;
  const { response } = exchange;
  if (response.headersSent) {
    response.destroy();
    return problem;
  }
  try {
    send(
      exchange,
      problem.status,
      problemHeaders(problem, exchange),
      JSON.stringify(problemDocument(problem, exchange)),
    );
  } catch {
    // Node has refused to send a header, which is why this runs; the caller logs it, and the process goes on.
    response.destroy();
  }
  return problem;
}

/** A key in a path is hidden even where it is percent-encoded. */
function shownPath(given: string, words: CallerWords): string {
  if (!given.includes('%')) return words.shown(given);
  const readable = given.replace(/%([0-7][0-9a-fA-F])/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return words.shown(readable.includes('ca_live_') ? readable : given);
}
