import { dimensionNames } from './dimensions.ts';

/** What a filter does with a dimension: equality, a part of a text, or a whole word of it. */
export const textOperators = ['is', 'is_not', 'contains', 'matches_word'] as const;
export type TextOperator = (typeof textOperators)[number];

/** What it does with a number. */
export const numberOperators = ['>=', '<='] as const;
export type NumberOperator = (typeof numberOperators)[number];

/** Texts that only filters know. */
export const textFields = {
  caption: { about: 'post', what: "the post's caption" },
} as const;
export type TextField = keyof typeof textFields;

/** Numbers of one account or post that only filters know; metrics are compared for each row of the answer. */
export const numberFields = {
  follower_count: { about: 'account', what: 'followers of the account now' },
  post_views: { about: 'post', what: 'views of the post now' },
  duration_seconds: { about: 'post', what: 'length of the video' },
} as const;
export type NumberField = keyof typeof numberFields;

/** Dimensions and fields whose text can be searched in. */
export const searchedFields = [
  'caption',
  'creator',
  'account',
  'category',
  'hashtag',
  'mention',
  'metadata:KEY',
] as const;

/** What text filters take. Time is chosen by `date_range`. */
export const textFieldNames: readonly string[] = [
  ...dimensionNames.filter((name) => !name.startsWith('time:')),
  ...Object.keys(textFields),
];
export const numberFieldNames: readonly string[] = Object.keys(numberFields);

/** What a query may hold at most. */
export const queryBounds = {
  metrics: 10,
  dimensions: 3,
  filters: 20,
  depth: 3,
  values: 200,
  days: 1_827,
  groups: 10_000,
  rows: 1_000,
} as const;
