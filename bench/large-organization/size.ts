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

/** The same with posts that gain for so many days, and twice as long a history: what rooms and reads of long lives cost. */
export function living(size: Size, days: number): Size {
  return days === size.daysPerPost ? size : { ...size, daysPerPost: days, days: Math.max(size.days, 2 * days) };
}

/** A part of an organization: fewer accounts, each as it is. */
export function shareOf(whole: Size, share: number): Size {
  const part = (count: number) => Math.max(1, Math.round(count * share));
  return { ...whole, creators: part(whole.creators), accounts: part(whole.accounts), videos: part(whole.videos) };
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
