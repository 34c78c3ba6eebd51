import { UpstreamFailure } from './failure.ts';

/**
 * Gives work a signal that aborts when its caller is gone or its time is over, and answers by then whatever the work
 * does: a place in a queue is not woken by a signal.
 * @throws UpstreamFailure `timeout`, the caller's own reason, or what the work throws
 */
export async function within<Result>(
  callerGone: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  callerGone.throwIfAborted();
  const ended = new AbortController();
  const end = (reason: unknown) => ended.abort(reason);
  const gone = () => end(callerGone.reason);
  const timer = setTimeout(() => end(new UpstreamFailure('timeout')), ms);
  callerGone.addEventListener('abort', gone, { once: true });
  const cut = Promise.withResolvers<never>();
  ended.signal.addEventListener('abort', () => cut.reject(ended.signal.reason), { once: true });
  try {
    return await Promise.race([work(ended.signal), cut.promise]);
  } finally {
    clearTimeout(timer);
    callerGone.removeEventListener('abort', gone);
  }
}
