import type { Account } from '../api/resources.ts';
import { Badge } from '../design/badge.tsx';
import { Activity } from '../figures/activity.tsx';
import { When } from '../figures/when.tsx';

type Fed = Pick<Account, 'is_active' | 'is_unavailable' | 'next_refresh_at' | 'last_scrape_time'>;

/** Whether nothing refreshes an account that is followed: its numbers come from files. A remote API may not say it. */
export function isFedByFiles({ is_active, next_refresh_at }: Fed): boolean {
  return is_active && next_refresh_at === null;
}

/** How an account gets its numbers. */
export function Feeding({ account }: { account: Fed }) {
  if (isFedByFiles(account)) return <Badge tone="info">By file</Badge>;
  return <Activity active={account.is_active} unavailable={account.is_unavailable} />;
}

/** When its numbers are of. */
export function LastSeen({ account }: { account: Fed }) {
  const { last_scrape_time } = account;
  if (isFedByFiles(account)) {
    return last_scrape_time === null ? (
      'no file yet'
    ) : (
      <>
        by file, last of <time dateTime={last_scrape_time}>{last_scrape_time.slice(0, 10)}</time>
      </>
    );
  }
  return last_scrape_time === null ? 'not yet' : <When at={last_scrape_time} />;
}
