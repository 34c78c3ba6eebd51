/** How to be called later; passed in, so that tests decide when it is later. */
export interface Timers {
  /** Calls once after `ms`, unless the function that it returns is called before. */
  after(ms: number, call: () => void): () => void;
}

/** The process's own timers; none of them keeps it alive. */
export const systemTimers: Timers = {
  after(ms, call) {
    const timer = setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  },
};
