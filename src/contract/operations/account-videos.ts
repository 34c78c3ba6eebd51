import { z } from 'zod';
import { accountVideoId } from '../account-video-id.ts';
import { noBody, nothing, paging, platform, searchText, sorting, uuid, window } from '../fields.ts';
import { operation } from '../operation.ts';
import { ours } from '../ours.ts';
import { batchMeta, measuredMeta, one, page, withMeta } from '../resources/envelope.ts';
import { batchMetrics, point } from '../resources/metrics.ts';
import { accountVideo, accountVideoAtAge } from '../resources/video.ts';

const params = z.strictObject({ platform, account_video_id: accountVideoId });
const postIds = z.array(accountVideoId).max(200).default([]);
const shared = { group: 'account_videos', noun: 'account video', idempotent: false } as const;

export const accountVideoOperations = {
  list_account_videos: operation({
    ...shared,
    id: 'list_account_videos',
    method: 'GET',
    path: '/account-videos',
    scope: 'read',
    summary: 'List the posts found on tracked accounts',
    description: 'q is a case-insensitive part of the caption. Posts of paused accounts are listed too.',
    params: nothing,
    query: z.strictObject({
      platform: platform.optional(),
      account_id: uuid.optional(),
      creator_id: uuid.optional(),
      q: searchText.optional().meta({ description: 'Part of the caption.' }),
      ...sorting(['create_time', 'view_count', 'like_count', 'play_count']),
      ...paging,
    }),
    body: noBody,
    answers: { 200: page(accountVideo) },
  }),
  get_account_video: operation({
    ...shared,
    id: 'get_account_video',
    method: 'GET',
    path: '/account-videos/{platform}/{account_video_id}',
    scope: 'read',
    summary: 'Get a post found on a tracked account',
    description: 'The id is the integer or the uuid. A post of the other platform is as unknown as any other.',
    params,
    query: nothing,
    body: noBody,
    answers: { 200: one(accountVideoAtAge) },
  }),
  get_account_video_timeseries: operation({
    ...shared,
    id: 'get_account_video_timeseries',
    method: 'GET',
    path: '/account-videos/{platform}/{account_video_id}/timeseries',
    scope: 'read',
    summary: 'Get a post of a tracked account day by day',
    description:
      'A point for every day of the window, zero where nothing was gained; follower_count is null. Without a window: the last 30 complete days.',
    params,
    query: z.strictObject(window),
    body: noBody,
    answers: { 200: withMeta(z.array(point), measuredMeta) },
  }),
  get_account_video_metrics: operation({
    ...shared,
    id: 'get_account_video_metrics',
    method: 'POST',
    path: '/account-videos/metrics',
    scope: 'read',
    summary: 'Get the totals of many posts over a window',
    description:
      'The ids of both platforms are drawn from one sequence, so the answer is keyed by the bare id. An id is the integer or the uuid of a post. Ids that are unknown here, or not on that platform, come back as integers in meta.not_found, and in meta.not_found_by_platform with the list that named them.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ instagram_post_ids: postIds, tiktok_video_ids: postIds, ...window }).refine(
      ({ instagram_post_ids, tiktok_video_ids }) => {
        const ids = instagram_post_ids.length + tiktok_video_ids.length;
        return ids >= 1 && ids <= 200;
      },
      { path: ['instagram_post_ids'], message: 'with tiktok_video_ids must hold 1 to 200 ids' },
    ),
    answers: {
      200: withMeta(
        z.record(z.string(), batchMetrics),
        z.object({
          ...batchMeta.shape,
          not_found: z.array(z.int()),
          not_found_by_platform: ours(
            z.object({
              instagram_post_ids: z.array(z.int()),
              tiktok_video_ids: z.array(z.int()),
            }),
          ),
        }),
      ),
    },
  }),
};
