import { hash } from 'node:crypto';
import { z } from 'zod';
import { invalid, Problem, type ProblemCode, problemStatus } from '../../contract/problem.ts';
import type { IdempotencyAnswerRow } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { createSweep, type Sweep } from '../../store/sweep.ts';
import {
  abandonClaim,
  type Claim,
  findAnswer,
  insertClaim,
  keepAnswer,
  releaseClaim,
  replaceWithClaim,
  sweepAnswers,
} from './answers.ts';
import { bodyHash } from './body-hash.ts';
import { decide, keptMs, longestRunMs } from './decide.ts';

/** What a request came to, as it goes out. */
export interface Outcome {
  readonly status: number;
  readonly location: string | null;
  readonly body: string | null;
}

type Once =
  | { kind: 'first' | 'replayed'; outcome: Outcome }
  /** The first answer was a refusal: thrown anew, so that it names this request's id. */
  | { kind: 'refused_again'; problem: Problem };

interface OnceRequest {
  readonly organizationId: string;
  readonly operation: string;
  /** The Idempotency-Key header. */
  readonly key: string;
  /** The parsed body: equal bodies are equal however they were written. */
  readonly body: unknown;
}

type Run = (resourceId: string) => Promise<Outcome>;

/** Its sweep deletes what is older than it is kept. */
export interface Idempotency extends Sweep {
  /**
   * Runs a request once per key and gives its retries the first answer, a refusal (4xx) included. A failure (5xx) is
   * not kept: a retry runs again, as it does after a process was killed. `run` gets the id for what it makes, which is
   * the same then: it must answer what it finds under that id, not make it again.
   * @throws Problem VALIDATION_ERROR for a key over 255 characters, CONFLICT for another body or while the first runs
   */
  once(request: OnceRequest, run: Run): Promise<Once>;
}

/** Refusals, by an upstream, of the moment or of the key: the same request may be right another time. */
const passing: ReadonlySet<ProblemCode> = new Set(['RATE_LIMITED', 'UNAUTHORIZED', 'FORBIDDEN', 'INSUFFICIENT_SCOPE']);

export function createIdempotency(setting: {
  store: Store;
  now: () => number;
  newId: () => string;
  onError: (error: unknown) => void;
}): Idempotency {
  const { store, now, newId, onError } = setting;
  const sweep = createSweep(() => sweepAnswers(store, new Date(now() - keptMs).toISOString()), onError);

  async function runClaimed(claim: Claim, run: Run): Promise<Once> {
    try {
      const outcome = await run(claim.resource_id);
      // The write is done and is acknowledged; only a retry would notice that its answer could not be kept.
      await keepAnswer(store, claim, outcome).catch(onError);
      return { kind: 'first', outcome };
    } catch (error) {
      await settle(claim, error).catch(onError);
      throw error;
    }
  }

  function settle(claim: Claim, error: unknown): Promise<void> {
    // Whether a failure came before the write or after it, as when the commit's own answer was lost, nobody knows.
    if (!(error instanceof Problem) || error.status >= 500) {
      return abandonClaim(store, claim, new Date(Date.parse(claim.created_at) - longestRunMs).toISOString());
    }
    return passing.has(error.code) ? releaseClaim(store, claim) : keepAnswer(store, claim, refusal(error));
  }

  async function replaceAndRun(seen: IdempotencyAnswerRow, claim: Claim, run: Run): Promise<Once> {
    if (await replaceWithClaim(store, seen, claim)) return runClaimed(claim, run);
    throw stillRunning(1);
  }

  return {
    async once(request, run) {
      const claim = claimFor(request, now(), newId());
      if (await insertClaim(store, claim)) return runClaimed(claim, run);
      const seen = await findAnswer(store, claim);
      // Let go of between the two looks: its request failed, so the client may try again.
      if (seen === undefined) throw stillRunning(1);
      const decision = decide(seen, claim.body_hash, now());
      switch (decision.kind) {
        case 'start_over':
          return replaceAndRun(seen, claim, run);
        case 'take_over':
          return replaceAndRun(seen, { ...claim, resource_id: seen.resource_id ?? claim.resource_id }, run);
        case 'replay':
          return replay(seen);
        case 'other_body':
          throw new Problem('CONFLICT', 'This Idempotency-Key was used with another body. Use a new key per request.');
        case 'still_running':
          throw stillRunning(decision.retryAfterSeconds);
      }
    },
    ...sweep,
  };
}

function claimFor({ organizationId, operation, key, body }: OnceRequest, now: number, resourceId: string): Claim {
  if (key.length === 0 || key.length > 255) {
    throw invalid([{ field: 'Idempotency-Key', message: 'must be 1 to 255 characters' }]);
  }
  return {
    organization_id: organizationId,
    operation,
    key_hash: hash('sha256', key, 'base64url'),
    body_hash: bodyHash(body),
    created_at: new Date(now).toISOString(),
    resource_id: resourceId,
  };
}

function stillRunning(retryAfterSeconds: number): Problem {
  return new Problem('CONFLICT', 'The first request with this Idempotency-Key is still running. Try again shortly.', {
    retryAfterSeconds,
  });
}

const keptRefusal = z.object({
  code: z.custom<ProblemCode>((code) => typeof code === 'string' && Object.hasOwn(problemStatus, code)),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

function refusal({ status, code, detail, errors }: Problem): Outcome {
  return { status, location: null, body: JSON.stringify({ code, detail, errors }) };
}

function replay({ status, location, body }: IdempotencyAnswerRow): Once {
  if (status === null) throw new Error('A kept answer has no status');
  if (status < 400) return { kind: 'replayed', outcome: { status, location, body } };
  const { code, detail, errors } = keptRefusal.parse(JSON.parse(body ?? ''));
  return { kind: 'refused_again', problem: new Problem(code, detail, errors === undefined ? {} : { errors }) };
}
