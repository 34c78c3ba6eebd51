import { nothing } from '../fields.ts';
import { operation } from '../operation.ts';
import { queryMeta, queryResult } from '../query/answer.ts';
import { queryRequest } from '../query/request.ts';
import { withMeta } from '../resources/envelope.ts';

export const queryOperations = {
  query_metrics: operation({
    id: 'query_metrics',
    method: 'POST',
    path: '/query',
    scope: 'read',
    group: 'workspace',
    ours: 'own_store',
    noun: 'query',
    idempotent: false,
    summary: 'Ask for metrics, grouped, filtered, ranked and compared',
    description:
      'of=gains: what accounts gained on the UTC days of the range. of=posts: the posts that were published in the range (days of the time zone), by their counts now. A rate of a row is made of its sums. Rows of hashtag and mention do not add up, since a post has several; totals count each post once. Accounts without a gain or a post have rows of 0 where all dimensions and filters are about accounts. Filters on metrics compare each row. Calendar ranges go up to today; previous_period of one is as many days of the one before. A comparison that begins before the data has no percentages. At most two queries at once and 30 a minute a key; what takes longer than five seconds is a 503 that says what to narrow. docs/query.md has the whole vocabulary.',
    params: nothing,
    query: nothing,
    body: queryRequest,
    answers: { 200: withMeta(queryResult, queryMeta) },
  }),
};
