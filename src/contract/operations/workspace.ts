import { z } from 'zod';
import { lookbackDays, maxRecentPosts, noBody, nothing, searchText, shortLimit, timeZone, window } from '../fields.ts';
import { operation } from '../operation.ts';
import { ours } from '../ours.ts';
import { measuredMeta, one, summedMeta, withMeta } from '../resources/envelope.ts';
import { point } from '../resources/metrics.ts';
import { overview, searchMeta, searchResults, settings, usage } from '../resources/workspace.ts';

const shared = {
  group: 'workspace',
  noun: 'organization',
  idempotent: false,
  params: nothing,
  method: 'GET',
  scope: 'read',
} as const;

export const workspaceOperations = {
  get_overview: operation({
    ...shared,
    id: 'get_overview',
    path: '/overview',
    summary: 'Get the organization at a glance, against the window before',
    description:
      'total_views and engagement_rate come from the daily gains of all accounts, paused ones too. The counts are levels at the end of each window: accounts that are active now and were first seen by then (added, where nothing was seen yet), posts made by then on the accounts tracked now, individually tracked videos added by then. A post that two tracked accounts made together counts in both; meta.shared_posts says how many such there are. A window that ends yesterday or today counts up to this moment, so that its counts are those of the lists. Without a window: the last 7 complete days.',
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(overview, ours(summedMeta)) },
  }),
  get_overview_timeseries: operation({
    ...shared,
    id: 'get_overview_timeseries',
    path: '/overview/timeseries',
    summary: 'Get the organization day by day',
    description:
      'A point for every day of the window: sums over all accounts, paused ones too. saves sum what is known and are null where there is no Instagram account. Without a window: the last 7 complete days, as in the overview.',
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(z.array(point), measuredMeta) },
  }),
  search_workspace: operation({
    ...shared,
    id: 'search_workspace',
    path: '/search',
    summary: 'Search usernames, creator names and captions',
    description:
      'Accounts and creators named exactly so come first, then those whose name begins so, then the others, each by name; captions newest first. A blank q finds nothing. effective_caps is the most that each section can hold.',
    query: z.strictObject({
      q: searchText.default('').meta({ description: 'Case-insensitive part of a text.' }),
      limit: shortLimit.meta({ description: 'Hits a section.' }),
    }),
    body: noBody,
    answers: { 200: withMeta(searchResults, searchMeta) },
  }),
  get_settings: operation({
    ...shared,
    id: 'get_settings',
    path: '/settings',
    ours: 'where_offered',
    summary: 'Get the scraping defaults and the time zone of the organization',
    description: 'They hold for each account without limits of its own; null = no limit.',
    query: nothing,
    body: noBody,
    answers: { 200: one(settings) },
  }),
  update_settings: operation({
    ...shared,
    id: 'update_settings',
    method: 'PATCH',
    path: '/settings',
    ours: 'where_offered',
    scope: 'write',
    summary: 'Change the scraping defaults and the time zone of the organization',
    description: 'Only what is given changes; null = no limit. An account with a limit of its own keeps it.',
    query: nothing,
    body: z.strictObject({
      max_recent_posts_per_account: maxRecentPosts.nullable().optional(),
      post_lookback_days: lookbackDays.nullable().optional(),
      time_zone: ours(timeZone)
        .optional()
        .meta({ description: 'IANA name: for publishing times of posts in queries.' }),
    }),
    answers: { 200: one(settings) },
  }),
  get_usage: operation({
    ...shared,
    id: 'get_usage',
    path: '/usage',
    ours: 'where_offered',
    summary: 'Get what this billing month used: tracked posts and API calls per key',
    description:
      'The billing month is the UTC calendar month. Account posts are all posts known of the accounts that were refreshed in it, individual posts the tracked videos that were; each counts once, however often it was refreshed. Calls are counted per key, those of deleted keys too; recent ones may be missing for a short while.',
    query: nothing,
    body: noBody,
    answers: { 200: one(usage) },
  }),
};
