import { useEffect, useRef, useSyncExternalStore } from 'react';
import { classNames } from './class-names.ts';

interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'bad';
}

const shownMs = { good: 3_500, bad: 8_000 } as const;

let shown: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function show(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says briefly what has happened, to eyes and screen readers. Never a key: toasts are kept by some screen readers. */
export function announce(text: string, tone: Toast['tone'] = 'good'): void {
  last += 1;
  const id = last;
  show([...shown, { id, text, tone }]);
  setTimeout(() => show(shown.filter((toast) => toast.id !== id)), shownMs[tone]);
}

/** Where toasts appear; once in the page. In the top layer, so that they stand above an open dialog too. */
export function Toasts() {
  const toasts = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => shown,
  );
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Shown anew each time: what is shown last stands on top.
    layer.current?.hidePopover();
    if (toasts.length > 0) layer.current?.showPopover();
  }, [toasts]);
  return (
    <>
      <p role="status" className="sr-only">
        {toasts.at(-1)?.text}
      </p>
      <div
        ref={layer}
        popover="manual"
        className="pointer-events-none inset-auto bottom-4 left-1/2 m-0 -translate-x-1/2 space-y-2 overflow-visible border-0 bg-transparent p-0 text-text"
      >
        {toasts.map(({ id, text, tone }) => (
          <div
            key={id}
            className={classNames(
              'mx-auto w-fit rounded-lg border border-line bg-raised px-3.5 py-2 text-sm shadow-float',
              tone === 'bad' && 'text-bad',
            )}
          >
            {text}
          </div>
        ))}
      </div>
    </>
  );
}
