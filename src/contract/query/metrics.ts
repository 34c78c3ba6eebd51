/** What a query speaks of: what was gained inside a range, or the posts that were published in it. */
export const subjects = ['gains', 'posts'] as const;
export type Subject = (typeof subjects)[number];

/** What is counted of a post; engagement is likes + comments + shares. */
export const countNames = ['views', 'plays', 'likes', 'comments', 'shares', 'saves', 'engagement'] as const;
export type CountName = (typeof countNames)[number];

/** How several counts become one. Median and p90 are of the nearest rank: a value that some post has. */
const spreads = ['avg', 'median', 'p90'] as const;
type Spread = (typeof spreads)[number];

/** The days of a post's life at whose end its counts are kept. */
const countedAges = [1, 7, 30] as const;
type CountedAge = (typeof countedAges)[number];

/** A count of posts: as it stands now, or as it stood at the end of a day of their life. */
export interface Measure {
  readonly count: CountName;
  /** Null: now. */
  readonly age: CountedAge | null;
}

/** What a metric is made of. */
export type Metric =
  | ({ readonly kind: 'sum'; readonly name: string } & Measure)
  | ({ readonly kind: Spread; readonly name: string } & Measure)
  | { readonly kind: 'engagement_rate'; readonly name: string; readonly age: CountedAge | null }
  | { readonly kind: PlainMetric; readonly name: string };

const plainOfGains = ['followers', 'followers_gained', 'posts', 'posts_per_week', 'accounts'] as const;
const plainOfPosts = ['posts', 'posts_per_week', 'accounts'] as const;
type PlainMetric = (typeof plainOfGains)[number];

const moments = [null, ...countedAges] as const;

function suffix(age: CountedAge | null): string {
  return age === null ? '' : `_day_${age}`;
}

function sumOf({ count, age }: Measure): Metric {
  return { kind: 'sum', name: count + suffix(age), count, age };
}

function rateAt(age: CountedAge | null): Metric {
  return { kind: 'engagement_rate', name: `engagement_rate${suffix(age)}`, age };
}

const measures = moments.flatMap((age) => countNames.map((count): Measure => ({ count, age })));

function named(metrics: readonly Metric[]): ReadonlyMap<string, Metric> {
  return new Map(metrics.map((metric) => [metric.name, metric]));
}

/** Every metric that a query can ask for, by its name. */
export const metricsOf: Readonly<Record<Subject, ReadonlyMap<string, Metric>>> = {
  gains: named([
    ...countNames.map((count) => sumOf({ count, age: null })),
    rateAt(null),
    ...plainOfGains.map((kind): Metric => ({ kind, name: kind })),
  ]),
  posts: named([
    ...measures.map(sumOf),
    ...spreads.flatMap((kind) =>
      measures.map(({ count, age }): Metric => ({ kind, name: `${kind}_${count}${suffix(age)}`, count, age })),
    ),
    ...moments.map(rateAt),
    ...plainOfPosts.map((kind): Metric => ({ kind, name: kind })),
  ]),
};

/** The metrics in few words, as they are told to whoever asked for another. */
export const metricWords: Readonly<Record<Subject, string>> = {
  gains: [...metricsOf.gains.keys()].join(', '),
  posts: `${[...countNames, 'engagement_rate'].join(', ')}, each also with ${countedAges.map((age) => suffix(age)).join(', ')}; ${spreads.map((spread) => `${spread}_`).join(', ')} before each count; ${plainOfPosts.join(', ')}`,
};
