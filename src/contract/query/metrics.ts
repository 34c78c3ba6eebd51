/** What a query speaks of: what was gained inside a range, or the posts that were published in it. */
export const subjects = ['gains', 'posts'] as const;
export type Subject = (typeof subjects)[number];

/** What is counted of a post; engagement is likes + comments + shares. */
export const countNames = ['views', 'plays', 'likes', 'comments', 'shares', 'saves', 'engagement'] as const;
export type CountName = (typeof countNames)[number];

/** How several counts become one. Median and p90 are of the nearest rank: a value that some post has. */
export const spreads = ['avg', 'median', 'p90'] as const;
export type Spread = (typeof spreads)[number];

/** What a metric is made of. */
export type Metric =
  | { readonly kind: 'sum'; readonly name: string; readonly count: CountName }
  | { readonly kind: Spread; readonly name: string; readonly count: CountName }
  | { readonly kind: 'engagement_rate'; readonly name: string }
  | {
      readonly kind: 'followers' | 'followers_gained' | 'posts' | 'posts_per_week' | 'accounts';
      readonly name: string;
    };

type Plain = Extract<
  Metric,
  { kind: 'followers' | 'followers_gained' | 'posts' | 'posts_per_week' | 'accounts' }
>['kind'];

const sums: readonly Metric[] = countNames.map((count) => ({ kind: 'sum', name: count, count }));
const rate: Metric = { kind: 'engagement_rate', name: 'engagement_rate' };
const plain = (kind: Plain): Metric => ({ kind, name: kind });

const ofGains: readonly Metric[] = [
  ...sums,
  rate,
  plain('followers'),
  plain('followers_gained'),
  plain('posts'),
  plain('posts_per_week'),
  plain('accounts'),
];

const ofPosts: readonly Metric[] = [
  ...sums,
  ...spreads.flatMap((kind) => countNames.map((count): Metric => ({ kind, name: `${kind}_${count}`, count }))),
  rate,
  plain('posts'),
  plain('posts_per_week'),
  plain('accounts'),
];

/** Every metric that a query can ask for, by its name. */
export const metricsOf: Readonly<Record<Subject, ReadonlyMap<string, Metric>>> = {
  gains: new Map(ofGains.map((metric) => [metric.name, metric])),
  posts: new Map(ofPosts.map((metric) => [metric.name, metric])),
};
