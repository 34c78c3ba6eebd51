import { Problem, type ProblemCode } from '../../contract/problem.ts';

/** What a refusal of better-auth's is to those who call us. */
type Refusals = Readonly<Record<string, readonly [ProblemCode, string]>>;

/** Runs a call of better-auth; a refusal with a code of `refusals` becomes that problem, everything else is thrown on. */
export async function asProblem<Result>(call: Promise<Result>, refusals: Refusals): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    const refusal = refusals[codeOf(error)];
    throw refusal === undefined ? error : new Problem(...refusal, { cause: error });
  }
}

/** The code of an `APIError`; empty for any other failure. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error) || error.name !== 'APIError' || !('body' in error)) return '';
  const { body } = error;
  if (typeof body !== 'object' || body === null || !('code' in body)) return '';
  return typeof body.code === 'string' ? body.code : '';
}
