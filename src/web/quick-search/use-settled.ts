import { useEffect, useState } from 'react';

/** Milliseconds without a key before the server is asked. */
const pauseMs = 150;

/** A value that follows another one when it has stopped changing. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
