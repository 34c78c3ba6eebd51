import { useSyncExternalStore } from 'react';
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

/** Where toasts appear; once in the page. */
export function Toasts() {
  const toasts = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => shown,
  );
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-4 z-50 flex flex-col items-center gap-2 px-4"
    >
      {toasts.map(({ id, text, tone }) => (
        <div
          key={id}
          className={classNames(
            'rounded-lg border border-line bg-raised px-3.5 py-2 text-sm shadow-float',
            tone === 'bad' && 'text-bad',
          )}
        >
          {text}
        </div>
      ))}
    </div>
  );
}
