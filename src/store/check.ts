/** A health check that takes longer is a failed one: whoever asks gives up soon after. */
const checkMs = 1_500;

/**
 * Bounds a check of the store in time. Those who ask while one is under way share it, so that however often health is
 * asked, one check waits for a store that hangs.
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
