import { redactKeys } from '../contract/redact.ts';

/** An error for the log: with its causes, and without anything that looks like a key. */
export function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return redactKeys(String(error));
  return {
    type: error.name,
    message: redactKeys(error.message),
    stack: redactKeys(error.stack ?? ''),
    ...('code' in error && { code: redactKeys(String(error.code)) }),
    ...(error.cause !== undefined && { cause: shownError(error.cause) }),
  };
}
