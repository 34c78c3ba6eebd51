import { z } from 'zod';
import {
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
import { batchMeta, measuredMeta, one, page, withMeta } from '../resources/envelope.ts';
import { analytics, batchMetrics, point } from '../resources/metrics.ts';
import { video } from '../resources/video.ts';

const params = z.strictObject({ video_id: uuid });
const shared = { group: 'videos', noun: 'video', idempotent: false } as const;

export const videoOperations = {
  list_videos: operation({
    ...shared,
    id: 'list_videos',
    method: 'GET',
    path: '/videos',
    scope: 'read',
    summary: 'List individually tracked videos',
    description:
      'q is a case-insensitive part of the description. A video that was never refreshed sorts by create_time before all others.',
    params: nothing,
    query: z.strictObject({
      platform: platform.optional(),
      account_id: uuid.optional(),
      is_active: z.boolean().optional(),
      q: searchText.optional().meta({ description: 'Part of the description.' }),
      ...sorting(['added_at', 'create_time', 'view_count', 'like_count', 'play_count']),
      ...paging,
    }),
    body: noBody,
    answers: { 200: page(video) },
  }),
  create_video: operation({
    ...shared,
    id: 'create_video',
    method: 'POST',
    path: '/videos',
    scope: 'write',
    summary: 'Track one video',
    description:
      'The video is due for its first refresh at once. Already tracked: 409. Individually tracked videos count against no cap and enter no sum of an account, a creator or the organization.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      platform,
      identifier: z.string().trim().min(1).max(2048).meta({ description: 'URL, shortcode or id of the video.' }),
      metadata: metadata.optional(),
      is_active: z.boolean().default(true),
      scrape_interval_hours: scrapeIntervalHours.default(24),
    }),
    idempotent: true,
    answers: { 201: one(video) },
  }),
  get_video: operation({
    ...shared,
    id: 'get_video',
    method: 'GET',
    path: '/videos/{video_id}',
    scope: 'read',
    summary: 'Get an individually tracked video',
    description: 'Counts are as of last_scrape_time, 0 until the first refresh.',
    params,
    query: nothing,
    body: noBody,
    answers: { 200: one(video) },
  }),
  update_video: operation({
    ...shared,
    id: 'update_video',
    method: 'PATCH',
    path: '/videos/{video_id}',
    scope: 'write',
    summary: 'Change how a video is tracked',
    description:
      'Only what is given changes. A resumed video is due at once; a new interval counts from the last refresh.',
    params,
    query: nothing,
    body: z.strictObject({
      is_active: z.boolean().optional(),
      scrape_interval_hours: scrapeIntervalHours.optional(),
      metadata: metadata.optional(),
    }),
    answers: { 200: one(video) },
  }),
  delete_video: operation({
    ...shared,
    id: 'delete_video',
    method: 'DELETE',
    path: '/videos/{video_id}',
    scope: 'write',
    summary: 'Stop tracking a video and delete its history',
    description: 'What was recorded of it is gone for good; the same post on a tracked account is not touched.',
    params,
    query: nothing,
    body: noBody,
    answers: { 204: null },
  }),
  get_video_timeseries: operation({
    ...shared,
    id: 'get_video_timeseries',
    method: 'GET',
    path: '/videos/{video_id}/timeseries',
    scope: 'read',
    summary: 'Get a tracked video day by day',
    description:
      'A point for every day of the window, zero where nothing was gained; follower_count is null. Without a window: the last 30 complete days.',
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(z.array(point), measuredMeta) },
  }),
  get_video_analytics: operation({
    ...shared,
    id: 'get_video_analytics',
    method: 'GET',
    path: '/videos/{video_id}/analytics',
    scope: 'read',
    summary: 'Get the totals of a tracked video over a window, against the window before',
    description:
      'Days are UTC. Without a window: the last 30 complete days. Percentages have two decimals; a change is null when its base is 0 and, below 0, counts the base by its size.',
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(analytics('video_analytics'), measuredMeta) },
  }),
  get_video_deltas: operation({
    ...shared,
    id: 'get_video_deltas',
    method: 'POST',
    path: '/videos/deltas',
    scope: 'read',
    summary: 'Get the views gained by videos over several windows',
    description:
      'Each window is that many complete UTC days, ending yesterday. An id is the UUID of a tracked video, or the uuid or the bare integer of an account video; each comes back as it was given. video_count is how many of the ids were found; the others are in not_found.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      video_ids: z
        .array(z.union([uuid, ours(z.int().min(1))]))
        .min(1)
        .max(200)
        .meta({ description: 'UUIDs of tracked videos; uuids or integer ids of account videos.' }),
      windows: z
        .array(z.int().min(1).max(365))
        .min(1)
        .max(10)
        .default([1, 7, 14, 30])
        .meta({ description: 'Complete UTC days back, ending yesterday.' }),
    }),
    answers: {
      200: withMeta(
        z.record(z.string(), z.record(z.string(), z.int())),
        z.object({
          windows: z.array(z.int()),
          video_count: z.int(),
          not_found: z.array(z.union([z.string(), z.int()])),
          data_since: measuredMeta.shape.data_since,
          unavailable_metrics: measuredMeta.shape.unavailable_metrics,
          unavailable_metrics_by_id: batchMeta.shape.unavailable_metrics_by_id,
        }),
      ),
    },
  }),
  get_video_metrics: operation({
    ...shared,
    id: 'get_video_metrics',
    method: 'POST',
    path: '/videos/metrics',
    scope: 'read',
    summary: 'Get the totals of many tracked videos over a window',
    description:
      'Ids that are unknown here come back in meta.not_found; one given twice counts once. Without a window: the last 30 complete days.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ video_ids: z.array(uuid).min(1).max(200), ...window }),
    answers: {
      200: withMeta(
        z.record(z.string(), batchMetrics),
        z.object({ ...batchMeta.shape, not_found: z.array(z.string()) }),
      ),
    },
  }),
};
