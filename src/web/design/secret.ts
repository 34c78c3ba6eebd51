import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * Holds what may be on the screen for a moment only: in no cache, no storage and no address. When the page is left it
 * is dropped before the browser can keep the page as it was (back-forward cache).
 */
export function useSecret<Value>(initial: Value | null = null): [Value | null, Dispatch<SetStateAction<Value | null>>] {
  const [secret, setSecret] = useState<Value | null>(initial);
  useEffect(() => {
    const drop = () => flushSync(() => setSecret(null));
    addEventListener('pagehide', drop);
    return () => removeEventListener('pagehide', drop);
  }, []);
  return [secret, setSecret];
}
