import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import type { Tone } from './notice.tsx';

const tones: Readonly<Record<Tone | 'plain', string>> = {
  plain: 'bg-sunken text-muted border-line',
  info: 'bg-accent-soft text-accent-text border-transparent',
  good: 'bg-good-soft text-good border-transparent',
  warn: 'bg-warn-soft text-warn border-transparent',
  bad: 'bg-bad-soft text-bad border-transparent',
};

export function Badge({
  tone = 'plain',
  children,
  title,
}: {
  tone?: Tone | 'plain';
  children: ReactNode;
  title?: string;
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-full border px-2 text-xs font-medium',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
