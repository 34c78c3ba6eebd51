/**
 * Whether this process accepts requests. At shutdown it first reports that it is not ready, so that nothing more is
 * sent to it while the last requests end.
 */
export interface Serving {
  isStopping(): boolean;
  /** Exchanges that have begun and not ended. */
  readonly open: number;
  began(): void;
  ended(): void;
  stopping(): void;
  /** Resolves when nothing is open any more, or after `ms`. */
  idle(ms: number): Promise<void>;
}

export function createServing(): Serving {
  let open = 0;
  let stopping = false;
  let whenIdle: (() => void) | null = null;
  return {
    isStopping: () => stopping,
    get open() {
      return open;
    },
    began: () => {
      open += 1;
    },
    ended: () => {
      open -= 1;
      if (open === 0) whenIdle?.();
    },
    stopping: () => {
      stopping = true;
    },
    idle: (ms) =>
      new Promise((resolve) => {
        if (open === 0) return resolve();
        const timer = setTimeout(resolve, ms);
        whenIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
