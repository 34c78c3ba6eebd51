import { useEffect, useState } from 'react';

/** Whole seconds from now until then, none of them below 0; shown anew each second. */
export function useSecondsUntil(then: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  const left = then === null ? 0 : Math.max(0, Math.ceil((then - now) / 1000));
  const isOver = left === 0;
  useEffect(() => {
    if (then === null) return;
    setNow(Date.now());
    if (isOver) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [then, isOver]);
  return left;
}

/** How long somebody still has to wait. It is not read out at each second: that it is over is. */
export function Wait({ seconds }: { seconds: number }) {
  if (seconds === 0) {
    return (
      <p role="status" className="font-medium">
        You can try again now.
      </p>
    );
  }
  return (
    <p role="timer" aria-live="off" className="tabular-nums">
      {seconds > 90
        ? `Still ${Math.ceil(seconds / 60)} minutes`
        : `Still ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`}
    </p>
  );
}
