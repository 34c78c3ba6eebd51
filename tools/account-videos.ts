import type { OperationId } from '../src/contract/operations.ts';
import { reads } from './hints.ts';
import type { ToolWords } from './tool.ts';

const group = 'account_videos';

const accountVideoColumns = [
  'id',
  'platform',
  'shortcode',
  'description',
  'create_time',
  'account_id',
  'account_username',
  'creator_id',
  'view_count',
  'like_count',
  'comment_count',
  'share_count',
  'unavailable_metrics',
  'video_url_original',
];

export const accountVideoTools = {
  list_account_videos: {
    group,
    pinned: true,
    title: 'List posts of accounts',
    description:
      'List posts of tracked accounts, newest first. For the most viewed, order_by view_count. Counts are all-time.',
    hints: reads,
    synonyms: [
      'posts',
      'viral',
      'best',
      'top posts',
      'most viewed',
      'most liked',
      'reels',
      'tiktoks',
      'content',
      'recent',
      'latest',
      'published',
      'uploaded',
      'caption',
      'clips',
      'creator',
      'media type',
      'carousel',
      'format',
      'group by',
      'split by',
      'break down',
      'export',
      'csv',
      'spreadsheet',
      'download',
      'best time to post',
      'when to post',
      'posting time',
      'weekday',
      'hour',
      'posting frequency',
    ],
    columns: accountVideoColumns,
  },
  get_account_video: {
    group,
    title: 'Get a post of an account',
    description:
      'Get one post of a tracked account: caption, link, counts, and at_age: what it counted at the end of day 1, 7 and 30 of its life.',
    hints: reads,
    synonyms: ['post', 'reel', 'clip', 'details', 'caption'],
    columns: accountVideoColumns,
  },
} satisfies Partial<Record<OperationId, ToolWords>>;
