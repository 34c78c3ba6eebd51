import type { Problem } from '../../contract/problem.ts';

/** What a call of better-auth came to, with the cookies that it wants set. */
export interface AuthAnswer<Response> {
  response: Response;
  headers: Headers;
}

/** The code of a refusal of better-auth's (an `APIError`), null for any other failure. */
export function refusalCode(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'APIError' || !('body' in error)) return null;
  const { body } = error;
  if (typeof body !== 'object' || body === null || !('code' in body)) return '';
  return typeof body.code === 'string' ? body.code : '';
}

/** Runs a call of better-auth; refusals with a code of `known` become that problem, everything else is thrown on. */
export async function asProblem<Result>(
  call: Promise<Result>,
  known: Readonly<Record<string, () => Problem>>,
): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    const make = known[refusalCode(error) ?? ''];
    throw make === undefined ? error : make();
  }
}
