import type { OperationId } from '../src/contract/operations.ts';
import { changes, creates, deletes, reads } from './hints.ts';
import type { ToolWords } from './tool.ts';

const group = 'videos';
const videoWords = ['clip', 'reel', 'individual', 'single video'];

const videoColumns = [
  'id',
  'platform',
  'shortcode',
  'is_active',
  'description',
  'create_time',
  'account_id',
  'account_username',
  'last_scrape_time',
  'view_count',
  'like_count',
  'comment_count',
  'share_count',
  'unavailable_metrics',
];

export const videoTools = {
  list_videos: {
    group,
    title: 'List individual videos',
    description:
      'List videos tracked one by one, newest first. Posts of tracked accounts are in list_account_videos instead.',
    hints: reads,
    synonyms: [...videoWords, 'tracked videos', 'all videos'],
    columns: videoColumns,
  },
  get_video: {
    group,
    title: 'Get an individual video',
    description: 'Get one individually tracked video: caption, counts, tracking settings.',
    hints: reads,
    synonyms: [...videoWords, 'details', 'views'],
    columns: videoColumns,
  },
  create_video: {
    group,
    title: 'Track a video',
    description: 'Start tracking one video by URL, shortcode or id. Poll get_video until last_scrape_time is set.',
    hints: creates,
    synonyms: [...videoWords, 'add', 'monitor', 'watch', 'link', 'url'],
    columns: videoColumns,
  },
  update_video: {
    group,
    title: 'Change a video',
    description: 'Change how a video is tracked: pause or resume it, refresh interval, metadata.',
    hints: changes,
    synonyms: [
      ...videoWords,
      'edit',
      'pause',
      'resume',
      'disable',
      'enable',
      'interval',
      'frequency',
      'how often',
      'hours',
      'suspend',
    ],
    columns: videoColumns,
  },
  delete_video: {
    group,
    title: 'Delete a video',
    description: 'Stop tracking a video and delete its history. Cannot be undone: to pause, use update_video.',
    hints: deletes,
    synonyms: [
      ...videoWords,
      'remove',
      'untrack',
      'stop tracking',
      'drop',
      'get rid',
      'erase',
      'no longer',
      'stop monitoring',
    ],
  },
} satisfies Partial<Record<OperationId, ToolWords>>;
