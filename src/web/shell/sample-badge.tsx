import { FlaskConical } from 'lucide-react';

/** Wherever numbers show: that they are invented. */
export function SampleBadge() {
  return (
    <p className="flex items-start gap-2 rounded-lg bg-warn-soft px-2.5 py-2 text-xs text-warn">
      <FlaskConical size={14} className="mt-px shrink-0" aria-hidden />
      <span>
        <strong className="font-semibold">Sample data.</strong> All numbers here are invented.
      </span>
    </p>
  );
}
