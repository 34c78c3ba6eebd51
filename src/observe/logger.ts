import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { redactKeys } from '../contract/redact.ts';

/** A log and how to write out what it still holds. */
export interface Log {
  readonly logger: Logger;
  flush(): void;
}

/** JSON lines on standard output, written in the background: up to a quarter of a second late, all of them at the end. */
export function createLog(level: Level | 'silent', destination?: DestinationStream): Log {
  if (destination !== undefined) return { logger: lines(level, destination), flush: () => undefined };
  const stdout = pino.destination({ fd: 1, sync: false, minLength: 8192, periodicFlush: 250 });
  // Whoever read the log went away (`npm start | head`): that is no reason to stop serving.
  stdout.on('error', () => undefined);
  return { logger: lines(level, stdout), flush: () => stdout.flushSync() };
}

function lines(level: Level | 'silent', destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: shownError },
    },
    destination,
  );
}

/** An error for the log: with its causes, and without anything that looks like a key. */
function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return redactKeys(String(error));
  return {
    type: error.name,
    message: redactKeys(error.message),
    stack: redactKeys(error.stack ?? ''),
    ...('code' in error && { code: redactKeys(String(error.code)) }),
    ...(error.cause !== undefined && { cause: shownError(error.cause) }),
  };
}
