import { z } from 'zod';
import {
  category,
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
import { account } from '../resources/account.ts';
import { one, page, windowMeta, withMeta } from '../resources/envelope.ts';
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
    params: nothing,
    query: z.strictObject({
      platform: platform.optional(),
      is_active: z.boolean().optional(),
      q: searchText.optional().meta({ description: 'Part of the username.' }),
      category: category.optional(),
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
    params,
    query: nothing,
    body: z.strictObject({
      is_active: z.boolean().optional(),
      category: category.nullable().optional(),
      metadata: metadata.optional(),
      scrape_interval_hours: scrapeIntervalHours.optional(),
      max_recent_posts_per_account: maxRecentPosts.nullable().optional(),
      post_lookback_days: lookbackDays.nullable().optional(),
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
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(z.array(point), windowMeta) },
  }),
  get_account_analytics: operation({
    ...shared,
    id: 'get_account_analytics',
    method: 'GET',
    path: '/accounts/{account_id}/analytics',
    scope: 'read',
    summary: 'Get the totals of an account over a window, against the window before',
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(analytics('account_analytics'), windowMeta) },
  }),
  get_account_metrics: operation({
    ...shared,
    id: 'get_account_metrics',
    method: 'POST',
    path: '/accounts/metrics',
    scope: 'read',
    summary: 'Get the totals of many accounts over a window',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      account_ids: z.array(uuid).min(1).max(200),
      ...window,
    }),
    answers: {
      200: withMeta(
        z.record(z.string(), batchMetrics),
        z.object({ ...windowMeta.shape, not_found: z.array(z.string()) }),
      ),
    },
  }),
};
