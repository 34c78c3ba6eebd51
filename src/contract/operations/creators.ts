import { z } from 'zod';
import {
  direction,
  keptText,
  metadata,
  noBody,
  nothing,
  paging,
  searchText,
  shortLimit,
  sorting,
  uuid,
  window,
} from '../fields.ts';
import { operation } from '../operation.ts';
import { ours } from '../ours.ts';
import { creator, creatorAccount, topCreator } from '../resources/creator.ts';
import { measuredMeta, one, page, summedMeta, withMeta } from '../resources/envelope.ts';
import { creatorAnalytics, point } from '../resources/metrics.ts';

const params = z.strictObject({ creator_id: uuid });
const linkParams = z.strictObject({ creator_id: uuid, account_id: uuid });
const shared = { group: 'creators', noun: 'creator', idempotent: false } as const;

/** What creators can be ranked by. */
export const rankingMetric = z.enum([
  'views',
  'engagement',
  'engagement_rate',
  'followers_gained',
  'views_change',
  'engagement_change',
]);

export const creatorOperations = {
  list_creators: operation({
    ...shared,
    id: 'list_creators',
    method: 'GET',
    path: '/creators',
    scope: 'read',
    summary: 'List creators',
    description: 'Sorted by name without regard to case. accounts_summary speaks of the accounts linked now.',
    params: nothing,
    query: z.strictObject({
      is_active: z.boolean().optional(),
      q: ours(searchText).optional().meta({ description: 'Part of the name.' }),
      ...sorting(['name']),
      ...paging,
    }),
    body: noBody,
    answers: { 200: page(creator) },
  }),
  create_creator: operation({
    ...shared,
    id: 'create_creator',
    method: 'POST',
    path: '/creators',
    scope: 'write',
    summary: 'Create a creator',
    description: 'Names need not be unique.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      name: keptText,
      is_active: z.boolean().default(true),
      metadata: metadata.optional(),
    }),
    idempotent: true,
    answers: { 201: one(creator) },
  }),
  list_top_creators: operation({
    ...shared,
    id: 'list_top_creators',
    method: 'GET',
    path: '/creators/top',
    scope: 'read',
    summary: 'Rank creators over a window',
    description:
      'Every creator takes part, paused ones too. followers is the level at the end of the window. A percentage is null when its base is 0 and ranks last in either direction; ties go by name, then id.',
    params: nothing,
    query: z.strictObject({
      period: z.enum(['7d', '30d', '90d']).default('30d'),
      metric: rankingMetric.default('views'),
      order_direction: ours(direction).default('desc').meta({ description: 'asc finds who lost most.' }),
      limit: shortLimit,
    }),
    body: noBody,
    answers: {
      200: withMeta(
        z.array(topCreator),
        z.object({
          ...measuredMeta.shape,
          metric: ours(rankingMetric),
          order_direction: ours(direction),
          limit: ours(z.int()),
        }),
      ),
    },
  }),
  get_creator: operation({
    ...shared,
    id: 'get_creator',
    method: 'GET',
    path: '/creators/{creator_id}',
    scope: 'read',
    summary: 'Get a creator',
    description: 'accounts_summary and platforms speak of the accounts linked now.',
    params,
    query: nothing,
    body: noBody,
    answers: { 200: one(creator) },
  }),
  update_creator: operation({
    ...shared,
    id: 'update_creator',
    method: 'PATCH',
    path: '/creators/{creator_id}',
    scope: 'write',
    summary: 'Rename, pause or resume a creator',
    description:
      'Pausing stops the accounts that are active then; resuming resumes just those. An account that was unlinked or given an is_active of its own in between is not touched.',
    params,
    query: nothing,
    body: z.strictObject({
      name: keptText.optional(),
      is_active: z
        .boolean()
        .optional()
        .meta({ description: 'false pauses its accounts; true resumes those that its pause stopped.' }),
      metadata: metadata.optional(),
    }),
    answers: { 200: one(creator) },
  }),
  delete_creator: operation({
    ...shared,
    id: 'delete_creator',
    method: 'DELETE',
    path: '/creators/{creator_id}',
    scope: 'write',
    summary: 'Delete a creator and unlink its accounts',
    description:
      'The accounts stay as they are, with their history; those that a pause of the creator stopped stay stopped.',
    params,
    query: nothing,
    body: noBody,
    answers: { 204: null },
  }),
  link_creator_account: operation({
    ...shared,
    id: 'link_creator_account',
    method: 'PUT',
    path: '/creators/{creator_id}/accounts/{account_id}',
    scope: 'write',
    summary: 'Link an account to a creator',
    description:
      '201 the first time, then 200. The whole history of the account moves into the sums of the creator. Owned by another creator: 409. Neither is paused or resumed by it.',
    noun: 'creator or account',
    params: linkParams,
    query: nothing,
    body: noBody,
    answers: { 200: one(creatorAccount), 201: one(creatorAccount) },
  }),
  unlink_creator_account: operation({
    ...shared,
    id: 'unlink_creator_account',
    method: 'DELETE',
    path: '/creators/{creator_id}/accounts/{account_id}',
    scope: 'write',
    summary: 'Unlink an account from a creator',
    description:
      'The whole history of the account leaves the sums of the creator. Not linked to this creator: 404. An account that a pause of the creator stopped stays stopped.',
    noun: 'creator or account',
    params: linkParams,
    query: nothing,
    body: noBody,
    answers: { 204: null },
  }),
  get_creator_timeseries: operation({
    ...shared,
    id: 'get_creator_timeseries',
    method: 'GET',
    path: '/creators/{creator_id}/timeseries',
    scope: 'read',
    summary: 'Get a creator day by day, summed over the linked accounts',
    description:
      'A point for every day of the window: sums over the accounts linked now, with their whole history. saves sum what is known and are null where no Instagram account is linked. Without a window: the last 30 complete days.',
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(z.array(point), measuredMeta) },
  }),
  get_creator_analytics: operation({
    ...shared,
    id: 'get_creator_analytics',
    method: 'GET',
    path: '/creators/{creator_id}/analytics',
    scope: 'read',
    summary: 'Get the totals of a creator over a window, against the window before',
    description:
      'Days are UTC. Without a window: the last 30 complete days. Percentages have two decimals; a change is null when its base is 0 and, below 0, counts the base by its size. saves are null where no Instagram account is linked.',
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(creatorAnalytics, summedMeta) },
  }),
};
