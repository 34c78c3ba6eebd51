import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import { classNames } from '../design/class-names.ts';
import { change } from './format.ts';

/** A change against the window before. Direction is in icon and sign, not in the colour alone. */
export function ChangeBadge({ value }: { value: number | null }) {
  if (value === null) return <span className="text-xs text-muted">no earlier data</span>;
  const Icon = value > 0 ? ArrowUpRight : value < 0 ? ArrowDownRight : ArrowRight;
  const tone = value > 0 ? 'text-good' : value < 0 ? 'text-bad' : 'text-muted';
  return (
    <span className={classNames('inline-flex items-center align-middle gap-0.5 text-xs font-medium', tone)}>
      <Icon size={13} aria-hidden />
      {change(value)}
    </span>
  );
}
