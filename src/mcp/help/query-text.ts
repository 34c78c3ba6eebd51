import {
  ageBuckets,
  type Bucket,
  dimensionTable,
  durationBuckets,
  followerTiers,
} from '../../contract/query/dimensions.ts';
import { numberFields, queryBounds, searchedFields, textFields } from '../../contract/query/filters.ts';
import { metricWords } from '../../contract/query/metrics.ts';

/** The vocabulary of `query_metrics`, as `get_help` tells it. */
export function queryText(): string {
  const dimensions = Object.entries(dimensionTable).map(([name, { about, what }]) => `${name} (${about}): ${what}`);
  const fields = Object.entries({ ...textFields, ...numberFields }).map(([name, { what }]) => `${name}: ${what}`);
  return [
    `Metrics of gains: ${metricWords.gains}.`,
    `Metrics of posts: ${metricWords.posts}.`,
    'Dimensions:',
    ...dimensions,
    'metadata:KEY (account): a key of its metadata',
    `Buckets: follower_tier ${labels(followerTiers)}; duration ${labels(durationBuckets)}; post_age ${labels(ageBuckets)}.`,
    `Only filters: ${fields.join('; ')}. contains and matches_word: ${searchedFields.join(', ')}. >= and <= on a metric choose rows.`,
    'Example: {"metrics":["views"],"dimensions":["post"],"date_range":["7d"]}: which posts drove the week. of=posts, dimensions ["weekday"], metrics ["median_views_day_7","posts"]: the best day to post.',
    `Not there: gains by hashtag, medians of gains, gains by what is about posts over time, compare with time. At most ${queryBounds.groups} groups.`,
  ].join('\n');
}

function labels(buckets: readonly Bucket[]): string {
  return buckets.map(({ label }) => label).join(', ');
}
