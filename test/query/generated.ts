import fc from 'fast-check';
import type { Asked } from './asked.ts';

/** Requests that the vocabulary allows. */

const aboutAccounts = [
  'creator',
  'account',
  'platform',
  'category',
  'follower_tier',
  'metadata:campaign',
  `metadata:o'dd "key`,
];
const aboutPosts = ['post', 'media_type', 'weekday', 'hour', 'duration', 'post_age'];
const times = ['time:day', 'time:week', 'time:month', 'time:quarter'];
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'America/St_Johns'];
const counts = ['views', 'plays', 'likes', 'comments', 'shares', 'saves', 'engagement'];

const first = Date.UTC(2025, 11, 20);
const days = fc
  .integer({ min: 0, max: 113 })
  .map((add) => new Date(first + add * 86_400_000).toISOString().slice(0, 10));
const range = fc.tuple(days, days).map(([a, b]): readonly [string, string] => (a < b ? [a, b] : [b, a]));

const operator = fc.constantFrom('is', 'is_not');
const some = (...values: readonly (string | null)[]) => fc.subarray([...values], { minLength: 1 });
const filtersOfAccounts = fc.oneof(
  fc.tuple(operator, fc.constant('platform'), some('instagram', 'tiktok')),
  fc.tuple(operator, fc.constant('category'), some('food', 'STRASSE', null)),
  fc.tuple(operator, fc.constant('creator'), some('mara', 'ZOË', 'nobody', null)),
  fc.tuple(operator, fc.constant('account'), some('@account.1', 'instagram/account.2', 'account.3')),
  fc.tuple(operator, fc.constant('follower_tier'), some('1k–10k', 'under 1k', null)),
  fc.tuple(operator, fc.constant('metadata:campaign'), some('spring', null)),
  fc.tuple(
    fc.constantFrom('contains', 'matches_word'),
    fc.constantFrom('metadata:campaign', 'creator', 'category'),
    some('spring', 'o', 'zoë'),
  ),
  fc.tuple(fc.constantFrom('>=', '<='), fc.constant('follower_count'), fc.integer({ min: 0, max: 200_000 })),
);
const filtersOfPosts = fc.oneof(
  fc.tuple(fc.constantFrom('is', 'is_not'), fc.constantFrom('hashtag'), some('#ad', 'FOOD', 'été', null)),
  fc.tuple(fc.constantFrom('contains', 'matches_word'), fc.constant('hashtag'), some('ad', 'night')),
  fc.tuple(operator, fc.constant('mention'), some('@mara.vale', 'other', null)),
  fc.tuple(
    fc.constantFrom('contains', 'matches_word'),
    fc.constant('caption'),
    some('#ad', 'ad', 'night', 'ÉTÉ', 'STRASSE', 'हिन्दी', '100%', 'semi', 'is.h'),
  ),
  fc.tuple(operator, fc.constant('caption'), some('plain words, 100% sure', null)),
  fc.tuple(operator, fc.constant('media_type'), some('reel', 'image', 'carousel')),
  fc.tuple(operator, fc.constant('weekday'), some('Sunday', 'saturday', 'Monday')),
  fc.tuple(operator, fc.constant('hour'), some('0', '1', '23')),
  fc.tuple(operator, fc.constant('duration'), some('under 15s', '15–30s', '3min and more', null)),
  fc.tuple(operator, fc.constant('post_age'), some('under 7 days', '30–89 days')),
  fc.tuple(fc.constantFrom('>=', '<='), fc.constant('post_views'), fc.integer({ min: 0, max: 5_000 })),
  fc.tuple(fc.constantFrom('>=', '<='), fc.constant('duration_seconds'), fc.constantFrom(15, 29.5, 60)),
);

function nested(leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const inner = fc.oneof(leaf, fc.tuple(fc.constant('not'), leaf));
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.tuple(fc.constant('not'), leaf) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom('and', 'or'), fc.array(inner, { minLength: 1, maxLength: 3 })) },
  );
}

function filters(leaf: fc.Arbitrary<unknown>, metrics: readonly string[]): fc.Arbitrary<unknown[]> {
  const ofRows = fc.tuple(
    fc.constantFrom('>=', '<='),
    fc.constantFrom(...metrics),
    fc.constantFrom(0, 1, 5, 12.5, 100, 1_000),
  );
  return fc
    .tuple(fc.array(nested(leaf), { maxLength: 2 }), fc.array(nested(ofRows), { maxLength: 1 }))
    .map(([counted, rows]) => [...counted, ...rows]);
}

interface Kind {
  readonly of: 'gains' | 'posts';
  readonly metrics: readonly string[];
  readonly dimensions: fc.Arbitrary<readonly string[]>;
  readonly filter: fc.Arbitrary<unknown>;
  readonly compares: boolean;
}

const gains = [...counts, 'engagement_rate', 'posts', 'posts_per_week'];
const ofAccounts = [...gains, 'followers', 'followers_gained'];
const suffixes = ['', '_day_1', '_day_7', '_day_30'];
const ofPosts = [
  ...suffixes.flatMap((suffix) => counts.map((count) => count + suffix)),
  ...suffixes.flatMap((suffix) =>
    counts.flatMap((count) => ['avg', 'median', 'p90'].map((spread) => `${spread}_${count}${suffix}`)),
  ),
  ...suffixes.map((suffix) => `engagement_rate${suffix}`),
  'posts',
  'posts_per_week',
  'accounts',
];
const anyFilter = fc.oneof(filtersOfAccounts, filtersOfPosts);

const timed = fc
  .tuple(fc.subarray(aboutAccounts, { maxLength: 2 }), fc.constantFrom(...times))
  .map(([others, time]) => [...others, time]);

const kinds: readonly Kind[] = [
  {
    of: 'gains',
    metrics: [...ofAccounts, 'accounts'],
    dimensions: fc.subarray(aboutAccounts, { maxLength: 3 }),
    filter: filtersOfAccounts,
    compares: true,
  },
  { of: 'gains', metrics: ofAccounts, dimensions: timed, filter: filtersOfAccounts, compares: false },
  {
    of: 'gains',
    metrics: gains,
    dimensions: fc
      .subarray([...aboutPosts, ...aboutAccounts], { maxLength: 3 })
      .filter((names) => names.some((name) => aboutPosts.includes(name))),
    filter: anyFilter,
    compares: true,
  },
  {
    of: 'posts',
    metrics: ofPosts,
    dimensions: fc.subarray([...aboutPosts, ...aboutAccounts], { maxLength: 3 }),
    filter: anyFilter,
    compares: true,
  },
  {
    of: 'posts',
    metrics: ofPosts,
    dimensions: fc.oneof(timed, fc.tuple(fc.constantFrom(...aboutPosts), fc.constantFrom(...times))),
    filter: anyFilter,
    compares: false,
  },
  {
    of: 'posts',
    metrics: ofPosts,
    dimensions: fc
      .tuple(fc.constantFrom('hashtag', 'mention'), fc.subarray([...aboutPosts, ...aboutAccounts], { maxLength: 1 }))
      .map(([tag, others]) => [tag, ...others]),
    filter: anyFilter,
    compares: true,
  },
];

export const requests: fc.Arbitrary<Asked> = fc
  .constantFrom(...kinds)
  .chain(({ of, metrics, dimensions, filter, compares }) =>
    fc
      .record({
        metrics: fc.subarray([...metrics], { minLength: 1, maxLength: 4 }),
        dimensions,
        date_range: range,
        compare: compares ? fc.option(range, { nil: undefined }) : fc.constant(undefined),
        filters: filters(filter, metrics),
        time_zone: fc.constantFrom(...zones),
        limit: fc.constantFrom(1, 2, 5, 1_000),
        order: fc.array(fc.tuple(fc.nat(), fc.constantFrom('asc' as const, 'desc' as const)), { maxLength: 2 }),
      })
      .map(({ order, ...asked }): Asked => {
        const names = [
          ...asked.metrics,
          ...asked.dimensions,
          ...(asked.compare === undefined ? [] : asked.metrics.map((name) => `${name}:change`)),
        ];
        const order_by = order.map(([pick, direction]) => [names[pick % names.length] ?? '', direction] as const);
        return { of, ...asked, order_by };
      }),
  );
