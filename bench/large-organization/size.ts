/** How large an organization is (issue: "Scale"). */
export interface Size {
  creators: number;
  accounts: number;
  postsPerAccount: number;
  /** Individually tracked videos, beside the accounts' posts. */
  videos: number;
  /** Days of history, the last of them yesterday. */
  days: number;
  /** Days on which a post, from its first on, gained anything. */
  daysPerPost: number;
}

/** 10,000 accounts, 1,000,000 videos, 90 days of account days, 5 million video days. */
export const large: Size = {
  creators: 1_000,
  accounts: 10_000,
  postsPerAccount: 98,
  videos: 20_000,
  days: 90,
  daysPerPost: 5,
};
