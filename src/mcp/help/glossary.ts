/** What each metric means (contract §2): the resource `glossary` and the help topic `metrics` both show it. */
export const glossary: readonly { readonly metric: string; readonly meaning: string }[] = [
  { metric: 'views', meaning: 'Times the posts were viewed. In a window: gained on its days, not all-time.' },
  { metric: 'plays', meaning: 'Times the videos were played, replays included. On TikTok the same as views.' },
  { metric: 'likes, comments, shares', meaning: 'Of the posts. In a window: gained on its days.' },
  { metric: 'saves', meaning: 'Times posts were saved. TikTok does not tell: null there.' },
  { metric: 'engagement', meaning: 'likes + comments + shares.' },
  { metric: 'engagement_rate', meaning: '100 × engagement / views, in percent; 0 when there are no views.' },
  {
    metric: 'follower_count',
    meaning: 'Followers at the end of the day; a day without data carries the last known value.',
  },
  { metric: 'followers_gained', meaning: 'Followers at the end of the window less those at its start.' },
  { metric: '…_pct', meaning: 'Change against the window before, in percent; null when that was 0.' },
  { metric: '…_count of an account or post', meaning: 'All-time, as of last_scrape_time; 0 before the first refresh.' },
  {
    metric: 'unavailable_metrics',
    meaning: 'Given by no source so far: these numbers are not available, though fields say 0. Make no rate of them.',
  },
  { metric: 'data_since', meaning: 'The first UTC day with data: days before it are 0 because nobody looked.' },
  {
    metric: 'basis',
    meaning:
      '"reported": some days hold what the platform reported for the account as a whole, where its posts were not listed. Absent: sums over posts.',
  },
  {
    metric: 'unobserved',
    meaning: 'In the days of an account: days on which nobody looked. A gain of 0 says nothing there.',
  },
  { metric: 'account sum', meaning: 'The gains of its posts.' },
  { metric: 'creator sum', meaning: 'The sum of the accounts linked now, with their whole history.' },
  { metric: 'organization sum', meaning: 'All accounts, paused ones too. Individually tracked videos enter no sum.' },
];

/** What stands for an entry in an address: `engagement-rate`. */
export function glossaryId(metric: string): string {
  return metric
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
}

export function glossaryText(): string {
  return glossary.map(({ metric, meaning }) => `${metric}: ${meaning}`).join('\n');
}
