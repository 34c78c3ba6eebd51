/** How many and how old posts a refresh of an account takes; null = no limit. */
export interface PostLimits {
  maxRecentPosts: number | null;
  lookbackDays: number | null;
}

interface LimitColumns {
  max_recent_posts_per_account: number | null;
  post_lookback_days: number | null;
}

/** What holds for an account: its own limit, else its organization's, each by itself (contract §2, `effective_…`). */
export function effectiveLimits(account: LimitColumns, organization: LimitColumns): PostLimits {
  return {
    maxRecentPosts: account.max_recent_posts_per_account ?? organization.max_recent_posts_per_account,
    lookbackDays: account.post_lookback_days ?? organization.post_lookback_days,
  };
}
