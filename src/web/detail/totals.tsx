import type { Analytics } from '../api/resources.ts';
import { ChangeBadge } from '../figures/change-badge.tsx';
import { gain, percent, short } from '../figures/format.ts';
import { isUnavailable, NotAvailable, type Telling } from '../figures/told.tsx';

const shown = [
  { name: 'views', title: 'Views', format: short },
  { name: 'engagement', title: 'Engagement', format: short },
  { name: 'engagement_rate', title: 'Engagement rate', format: percent },
  { name: 'likes', title: 'Likes', format: short },
  { name: 'comments', title: 'Comments', format: short },
  { name: 'followers_gained', title: 'Followers gained', format: gain },
] as const;

/** The sums of a window, each with its change against the window before. */
export function Totals({ analytics: { totals, changes }, of }: { analytics: Analytics; of: Telling }) {
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
      {shown.map(({ name, title, format }) => {
        const value = totals[name];
        // A video has no followers.
        if (value === null) return null;
        const isTold = !isUnavailable(of, name === 'followers_gained' ? 'followers' : name);
        return (
          <div key={name} className="rounded-xl border border-line bg-surface px-4 py-3 shadow-card">
            <dt className="text-xs text-muted">{title}</dt>
            <dd className="mt-0.5 text-xl font-semibold tracking-tight">{isTold ? format(value) : <NotAvailable />}</dd>
            {isTold && (
              <dd>
                <ChangeBadge value={changes[`${name}_pct`]} />
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}
