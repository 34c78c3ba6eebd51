import { CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones: Readonly<Record<Tone, { box: string; icon: LucideIcon }>> = {
  info: { box: 'bg-accent-soft text-accent-text', icon: Info },
  good: { box: 'bg-good-soft text-good', icon: CircleCheck },
  warn: { box: 'bg-warn-soft text-warn', icon: TriangleAlert },
  bad: { box: 'bg-bad-soft text-bad', icon: TriangleAlert },
};

export type Tone = 'info' | 'good' | 'warn' | 'bad';

/** One or two lines that must not be missed. A failure is read out as soon as it appears. */
export function Notice({ tone, children, action }: { tone: Tone; children: ReactNode; action?: ReactNode }) {
  const { box, icon: Icon } = tones[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : undefined}
      className={classNames('flex flex-wrap items-start gap-2 rounded-lg px-3 py-2 text-sm', box)}
    >
      <Icon size={15} className="mt-0.5 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1 basis-52 break-words">{children}</div>
      {action}
    </div>
  );
}
