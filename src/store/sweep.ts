/** Background work that runs until it is stopped. */
export interface Sweep {
  start(): void;
  /** Ends the timer and waits for what is under way. */
  stop(): Promise<void>;
}

const everyMs = 60 * 60 * 1000;

/** Deletes what has expired, now and every hour. */
export function createSweep(deleteOld: () => Promise<void>, onError: (error: unknown) => void): Sweep {
  let sweeping: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function sweep(): void {
    sweeping = sweeping.then(deleteOld).catch(onError);
  }

  return {
    start: () => {
      sweep();
      timer ??= setInterval(sweep, everyMs).unref();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
      return sweeping;
    },
  };
}
