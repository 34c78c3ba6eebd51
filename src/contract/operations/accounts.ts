import { z } from 'zod';
import {
  category,
  keptText,
  lookbackDays,
  maxRecentPosts,
  metadata,
  noBody,
  nothing,
  paging,
  platform,
  scrapeIntervalHours,
  searchText,
  sorting,
  uuid,
  window,
} from '../fields.ts';
import { operation } from '../operation.ts';
import { ours } from '../ours.ts';
import { account } from '../resources/account.ts';
import { batchMeta, measuredMeta, observedMeta, one, page, withMeta } from '../resources/envelope.ts';
import { analytics, batchMetrics, point } from '../resources/metrics.ts';

const params = z.strictObject({ account_id: uuid });
const shared = { group: 'accounts', noun: 'account', idempotent: false } as const;

export const accountOperations = {
  list_accounts: operation({
    ...shared,
    id: 'list_accounts',
    method: 'GET',
    path: '/accounts',
    scope: 'read',
    summary: 'List tracked accounts',
    description:
      'q is a case-insensitive part of the username. order_by wins over sort, whose sign is its direction; order_direction is desc unless given. An account that was never refreshed sorts by last_scrape_time before all others.',
    params: nothing,
    query: z.strictObject({
      platform: platform.optional(),
      is_active: z.boolean().optional(),
      q: searchText.optional().meta({ description: 'Part of the username.' }),
      category: keptText.optional(),
      creator_id: uuid.optional(),
      ...sorting([
        'added_at',
        'username',
        'last_scrape_time',
        'follower_count',
        'view_count',
        'like_count',
        'play_count',
      ]),
      ...paging,
    }),
    body: noBody,
    answers: { 200: page(account) },
  }),
  create_account: operation({
    ...shared,
    id: 'create_account',
    method: 'POST',
    path: '/accounts',
    scope: 'write',
    summary: 'Track an account',
    description:
      'The account is due for its first refresh at once: poll last_scrape_time. Unknown creator: 404. Already tracked, by this name or a former one: 409. Over the cap of the organization, which counts paused accounts too: 403 QUOTA_EXCEEDED. A creator that is paused does not pause the new account.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      platform,
      username: z
        .string()
        .trim()
        .min(1)
        .max(2048)
        .meta({ description: 'Username, with or without @, or the profile URL.', examples: ['ana.bakes'] }),
      category: category.optional(),
      scrape_interval_hours: scrapeIntervalHours.default(24),
      metadata: metadata.optional(),
      is_active: z.boolean().default(true),
      creator_id: uuid.optional(),
      max_recent_posts_per_account: maxRecentPosts.nullable().optional(),
      post_lookback_days: lookbackDays.nullable().optional(),
    }),
    idempotent: true,
    answers: { 201: one(account) },
  }),
  get_account: operation({
    ...shared,
    id: 'get_account',
    method: 'GET',
    path: '/accounts/{account_id}',
    scope: 'read',
    summary: 'Get a tracked account',
    description:
      'Counts are all-time sums over its known posts, 0 until the first refresh. effective_… are the limits that hold: its own, else those of the organization.',
    params,
    query: nothing,
    body: noBody,
    answers: { 200: one(account) },
  }),
  update_account: operation({
    ...shared,
    id: 'update_account',
    method: 'PATCH',
    path: '/accounts/{account_id}',
    scope: 'write',
    summary: 'Change how an account is tracked',
    description:
      'Only what is given changes; null takes a category or a limit away. Setting is_active overrules a pause of the creator: it neither resumes nor stops with the creator then. A resumed account is due at once; a new interval counts from the last refresh. accept_platform_account_id answers other_account: the account that was refused goes on in this history; 409 where none with this id was refused, or another tracked account has it.',
    params,
    query: nothing,
    body: z.strictObject({
      is_active: z.boolean().optional(),
      category: category.optional(),
      metadata: metadata.optional(),
      scrape_interval_hours: scrapeIntervalHours.optional(),
      max_recent_posts_per_account: maxRecentPosts.nullable().optional(),
      post_lookback_days: lookbackDays.nullable().optional(),
      accept_platform_account_id: ours(z.string().min(1).max(128))
        .nullable()
        .optional()
        .meta({
          description: 'The id in other_account: go on with that account in this history; null = left out.',
          examples: [null],
        }),
    }),
    answers: { 200: one(account) },
  }),
  delete_account: operation({
    ...shared,
    id: 'delete_account',
    method: 'DELETE',
    path: '/accounts/{account_id}',
    scope: 'write',
    summary: 'Stop tracking an account and delete its history',
    description:
      'Its posts and their history go with it, out of the sums of its creator and of the organization. Where other_account says that another tracked account has its name now, that one gets the name.',
    params,
    query: nothing,
    body: noBody,
    answers: { 204: null },
  }),
  get_account_timeseries: operation({
    ...shared,
    id: 'get_account_timeseries',
    method: 'GET',
    path: '/accounts/{account_id}/timeseries',
    scope: 'read',
    summary: 'Get an account day by day',
    description:
      'A point for every day of the window. A day without data is a zero point; follower_count carries the last known value and is null before the first; saves are null on TikTok. Without a window: the last 30 complete days.',
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(z.array(point), observedMeta) },
  }),
  get_account_analytics: operation({
    ...shared,
    id: 'get_account_analytics',
    method: 'GET',
    path: '/accounts/{account_id}/analytics',
    scope: 'read',
    summary: 'Get the totals of an account over a window, against the window before',
    description:
      'Days are UTC. Without a window: the last 30 complete days. Percentages have two decimals; a change is null when its base is 0 and, below 0, counts the base by its size.',
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(analytics('account_analytics'), measuredMeta) },
  }),
  get_account_metrics: operation({
    ...shared,
    id: 'get_account_metrics',
    method: 'POST',
    path: '/accounts/metrics',
    scope: 'read',
    summary: 'Get the totals of many accounts over a window',
    description:
      'Ids that are unknown here come back in meta.not_found; one given twice counts once. Without a window: the last 30 complete days.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      account_ids: z.array(uuid).min(1).max(200),
      ...window,
    }),
    answers: {
      200: withMeta(
        z.record(z.string(), batchMetrics),
        z.object({ ...batchMeta.shape, not_found: z.array(z.string()) }),
      ),
    },
  }),
};
