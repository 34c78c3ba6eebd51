import { z } from 'zod';
import { lookbackDays, maxRecentPosts, noBody, nothing, searchText, shortLimit, window } from '../fields.ts';
import { operation } from '../operation.ts';
import { one, windowMeta, withMeta } from '../resources/envelope.ts';
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
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(overview, windowMeta) },
  }),
  get_overview_timeseries: operation({
    ...shared,
    id: 'get_overview_timeseries',
    path: '/overview/timeseries',
    summary: 'Get the organization day by day',
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(z.array(point), windowMeta) },
  }),
  search_workspace: operation({
    ...shared,
    id: 'search_workspace',
    path: '/search',
    summary: 'Search usernames, creator names and captions',
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
    summary: 'Get the scraping defaults of the organization',
    query: nothing,
    body: noBody,
    answers: { 200: one(settings) },
  }),
  update_settings: operation({
    ...shared,
    id: 'update_settings',
    method: 'PATCH',
    path: '/settings',
    scope: 'write',
    summary: 'Change the scraping defaults of the organization',
    query: nothing,
    body: z.strictObject({
      max_recent_posts_per_account: maxRecentPosts.nullable().optional(),
      post_lookback_days: lookbackDays.nullable().optional(),
    }),
    answers: { 200: one(settings) },
  }),
  get_usage: operation({
    ...shared,
    id: 'get_usage',
    path: '/usage',
    summary: 'Get what this billing month used: tracked posts and API calls per key',
    query: nothing,
    body: noBody,
    answers: { 200: one(usage) },
  }),
};
