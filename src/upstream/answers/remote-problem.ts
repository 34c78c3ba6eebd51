import { z } from 'zod';
import { CallerWords, noKeys } from '../../contract/caller-words.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import { Problem, type ProblemCode, problemStatus } from '../../contract/problem.ts';
import type { RawAnswer } from '../send/connection.ts';
import { isJson, parsedJson } from './json.ts';

const document = z.looseObject({
  code: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  errors: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .optional()
    .catch(undefined),
  retry_after_seconds: z.number().optional().catch(undefined),
});

const longestDetail = 1_000;
const mostErrors = 50;
/** A day: beyond it a client should ask a person. */
const longestWait = 86_400;

/** What the upstream's refusal means. */
export type Refusal =
  /** The caller's own affair: told as it is. */
  | { kind: 'problem'; problem: Problem }
  /** The key that was sent to the upstream does not work there; whose affair that is depends on the key. */
  | { kind: 'key_refused'; status: 401 | 403; detail: string };

/**
 * A refusal or failure of the upstream in our words: its code and detail where it sent a problem document, else what
 * its status says.
 * @param secret the key that was sent: an upstream that repeats it, in whatever form, must not make us do so
 */
export function refusalOf(operation: AnyOperation, raw: RawAnswer, secret: string | null): Refusal {
  const { status } = raw;
  const sent = isJson(raw.contentType) ? document.safeParse(parsedJson(raw.text)).data : undefined;
  const words = secret === null ? noKeys : new CallerWords([secret]);
  const shown = (text: string) => words.shown(text).slice(0, longestDetail);
  const detail = shown(sent?.detail ?? '');
  if (status === 401) return { kind: 'key_refused', status, detail };
  if (status === 403 && (sent?.code === 'FORBIDDEN' || sent?.code === undefined)) {
    return { kind: 'key_refused', status, detail };
  }
  if (status === 429) return { kind: 'problem', problem: rateLimited(raw, sent, detail) };
  if (status === 405) return { kind: 'problem', problem: notOffered(operation) };
  const code = codeOf(status, sent);
  const told = detail === '' ? `It answered ${status}.` : detail;
  if (code === null) {
    return { kind: 'problem', problem: new Problem('UPSTREAM_ERROR', `The upstream API failed. ${told}`) };
  }
  return {
    kind: 'problem',
    problem: new Problem(code, told, {
      ...(code === 'VALIDATION_ERROR' && {
        errors: (sent?.errors ?? [])
          .slice(0, mostErrors)
          .map(({ field, message }) => ({ field: shown(field), message: shown(message) })),
      }),
      ...(raw.retryAfterSeconds !== null && { retryAfterSeconds: wait(raw.retryAfterSeconds) }),
    }),
  };
}

/** The answer for what the contract has and the upstream lacks, or what only data of our own can answer. */
export function notOffered({ method, path, ours }: Pick<AnyOperation, 'method' | 'path' | 'ours'>): Problem {
  if (ours === 'own_store') {
    return new Problem(
      'NOT_FOUND',
      `${method} ${path} works on data of this server's own, and there is none: its data comes from an upstream API.`,
    );
  }
  return new Problem('NOT_FOUND', `The upstream API does not have ${method} ${path}, so there is none here.`);
}

type Sent = z.output<typeof document>;

/**
 * The code of a problem document, if it is one of the contract's for that status. Without one, a refusal in JSON is
 * read by its status; a page of some proxy says nothing about the caller.
 */
function codeOf(status: number, sent: Sent | undefined): ProblemCode | null {
  if (sent === undefined) return null;
  if (isCode(sent.code)) return problemStatus[sent.code] === status ? sent.code : null;
  return byStatus.get(status) ?? null;
}

const byStatus: ReadonlyMap<number, ProblemCode> = new Map([
  [400, 'BAD_REQUEST'],
  [404, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [413, 'PAYLOAD_TOO_LARGE'],
  [422, 'VALIDATION_ERROR'],
]);

function isCode(code: string | undefined): code is ProblemCode {
  return code !== undefined && Object.hasOwn(problemStatus, code);
}

function rateLimited(raw: RawAnswer, sent: Sent | undefined, detail: string): Problem {
  const seconds = wait(raw.retryAfterSeconds ?? sent?.retry_after_seconds ?? 1);
  const told = detail === '' ? 'The upstream API is asked too often.' : detail;
  return new Problem('RATE_LIMITED', told, { retryAfterSeconds: seconds });
}

function wait(seconds: number): number {
  return Math.min(longestWait, Math.max(1, Math.ceil(seconds)));
}
