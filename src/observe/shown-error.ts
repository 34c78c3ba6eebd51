import { type CallerWords, noKeys } from '../contract/caller-words.ts';

/** An error for the log: with its causes, and without anything that looks like a key. */
export function shownError(error: unknown): unknown {
  return shownErrorOf(error, noKeys);
}

/** The same of a request's error, without the request's own keys. */
export function shownErrorOf(error: unknown, words: CallerWords): unknown {
  if (!(error instanceof Error)) return words.shown(String(error));
  return {
    type: error.name,
    message: words.shown(error.message),
    stack: words.shown(error.stack ?? ''),
    ...('code' in error && { code: words.shown(String(error.code)) }),
    ...(error.cause !== undefined && { cause: shownErrorOf(error.cause, words) }),
  };
}
