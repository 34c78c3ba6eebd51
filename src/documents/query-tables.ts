import {
  ageBuckets,
  type Bucket,
  dimensionTable,
  durationBuckets,
  followerTiers,
} from '../contract/query/dimensions.ts';
import { numberFields, queryBounds, searchedFields, textFields, textOperators } from '../contract/query/filters.ts';
import { metricWords, subjects } from '../contract/query/metrics.ts';
import { comparedRanges, namedRanges } from '../contract/query/request.ts';

/** The vocabulary of `POST /v2/query` as Markdown: metrics, dimensions, filters and bounds. */
export function queryTables(): string {
  return [metrics(), dimensions(), buckets(), filters(), ranges(), bounds()].join('\n\n');
}

function metrics(): string {
  return subjects.map((of) => `**Metrics of ${of}:** ${metricWords[of]}.`).join('\n\n');
}

function dimensions(): string {
  const rows = Object.entries(dimensionTable).map(
    ([name, dimension]) =>
      `| \`${name}\` | ${dimension.about} | ${dimension.what}${'many' in dimension ? '; a post has several' : ''} |`,
  );
  return [
    '| Dimension | About | What |',
    '|---|---|---|',
    ...rows,
    '| `metadata:KEY` | account | a key of its metadata; null = none |',
  ].join('\n');
}

function buckets(): string {
  const told = (of: readonly Bucket[]) => of.map(({ label }) => label).join(' · ');
  return `\`follower_tier\`: ${told(followerTiers)}. \`duration\`: ${told(durationBuckets)}. \`post_age\`: ${told(ageBuckets)}.`;
}

function filters(): string {
  const rows = [
    ...Object.entries(textFields).map(([name, { what }]) => `| \`${name}\` | ${textOperators.join(', ')} | ${what} |`),
    ...Object.entries(numberFields).map(([name, { what }]) => `| \`${name}\` | >=, <= | ${what} |`),
    '| a metric | >=, <= | of each row of the answer |',
    '| a dimension, but time | is, is_not | |',
    `| ${searchedFields.filter((name) => name !== 'caption').join(', ')} | contains, matches_word | folded: case and accents of composition do not count |`,
  ];
  return ['| Filter on | Operators | What |', '|---|---|---|', ...rows].join('\n');
}

function ranges(): string {
  return `**Ranges:** \`Nd\`, ${namedRanges.map((name) => `\`${name}\``).join(', ')}, or two days. **compare:** ${comparedRanges.map((name) => `\`${name}\``).join(', ')}, or two days.`;
}

function bounds(): string {
  const { metrics, dimensions, filters, depth, values, days, groups, rows } = queryBounds;
  return `**At most** ${metrics} metrics, ${dimensions} dimensions, ${filters} filters nested ${depth} deep with ${values} values each, ${days} days, ${groups} groups (any number of posts, hashtags and mentions), ${rows} rows a page.`;
}
