/** A health check that takes longer has failed: its caller gives up soon after. */
const checkMs = 1_500;

/**
 * Limits how long a check of the store may take. Callers that ask while a check is running share it, so that only one
 * check ever waits for a store that hangs.
 * @param late what is thrown when it has not answered in time
 */
export function boundedCheck(check: () => Promise<void>, late: () => Error): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  return async () => {
    underWay ??= check().finally(() => {
      underWay = null;
    });
    const tooLate = Promise.withResolvers<void>();
    const timer = setTimeout(() => tooLate.reject(late()), checkMs);
    try {
      await Promise.race([underWay, tooLate.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}
