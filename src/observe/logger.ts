import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { createIsoTime } from '../contract/iso-time.ts';
import { shownError } from './shown-error.ts';

/** A log and how to write out what it still holds. */
export interface Log {
  readonly logger: Logger;
  flush(): void;
}

/** JSON lines on standard output, written in the background: up to a tenth of a second late, all of them at the end. */
export function createLog(level: Level | 'silent', destination?: DestinationStream): Log {
  if (destination !== undefined) return { logger: lines(level, destination), flush: () => undefined };
  const stdout = pino.destination({ fd: 1, sync: false });
  // Whoever read the log went away (`npm start | head`): that is no reason to stop serving.
  stdout.on('error', () => undefined);
  const batch = inBatches(stdout);
  return {
    logger: lines(level, batch),
    flush: () => {
      batch.flush();
      stdout.flushSync();
    },
  };
}

/** About 90 KB. A write wakes a thread here and whoever reads the log: hundreds of lines should share one. */
const batchLines = 256;
const batchMs = 100;

/**
 * Hands lines on together: a write costs several times what a line costs, even in the background. pino's own `minLength`
 * measures all that is held for each line that comes, and costs twice as much a line (bench/history/2026-11-28.md).
 */
function inBatches(destination: DestinationStream): DestinationStream & { flush(): void } {
  let held: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (held.length > 0) destination.write(held.join(''));
    held = [];
  };
  return {
    write(line) {
      held.push(line);
      if (held.length >= batchLines) flush();
      else timer ??= setTimeout(flush, batchMs).unref();
    },
    flush,
  };
}

function lines(level: Level | 'silent', destination: DestinationStream): Logger {
  const isoTime = createIsoTime();
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${isoTime(Date.now())}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: shownError },
    },
    destination,
  );
}
