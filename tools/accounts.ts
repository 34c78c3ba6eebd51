import type { OperationId } from '../src/contract/operations.ts';
import { changes, creates, deletes, reads } from './hints.ts';
import type { ToolWords } from './tool.ts';

const group = 'accounts';
const profileWords = ['profile', 'handle', 'channel', 'page', 'instagram', 'tiktok'];

const accountColumns = [
  'id',
  'platform',
  'username',
  'is_active',
  'creator_id',
  'creator_name',
  'category',
  'last_scrape_time',
  'follower_count',
  'view_count',
  'like_count',
  'comment_count',
  'share_count',
  'total_post_count',
];

export const accountTools = {
  list_accounts: {
    group,
    pinned: true,
    title: 'List accounts',
    description: 'List tracked Instagram and TikTok accounts, newest first, with followers and all-time counts.',
    hints: reads,
    synonyms: [
      ...profileWords,
      'most followers',
      'all accounts',
      'tracked',
      'biggest',
      'largest',
      'inactive',
      'paused',
      'count',
      'category',
    ],
    columns: accountColumns,
  },
  get_account: {
    group,
    title: 'Get an account',
    description: 'Get one tracked account: profile, counts, tracking settings, last refresh.',
    hints: reads,
    synonyms: [
      ...profileWords,
      'bio',
      'details',
      'followers',
      'refreshed',
      'last scrape time',
      'status',
      'right now',
      'current',
    ],
    columns: accountColumns,
  },
  create_account: {
    group,
    title: 'Track an account',
    description:
      'Start tracking an Instagram or TikTok account. Its data follows: poll get_account until last_scrape_time is set.',
    hints: creates,
    synonyms: [...profileWords, 'add', 'follow', 'monitor', 'watch', 'start tracking', 'new account'],
    columns: accountColumns,
  },
  update_account: {
    group,
    title: 'Change an account',
    description: 'Change how an account is tracked: pause or resume it, category, refresh interval, limits, metadata.',
    hints: changes,
    synonyms: [
      ...profileWords,
      'edit',
      'pause',
      'resume',
      'unpause',
      'disable',
      'enable',
      'tag',
      'label',
      'interval',
      'frequency',
      'how often',
      'hours',
      'suspend',
      'add metadata',
      'move',
    ],
    columns: accountColumns,
  },
  delete_account: {
    group,
    title: 'Delete an account',
    description:
      'Stop tracking an account and delete its whole history. Cannot be undone: to pause, use update_account.',
    hints: deletes,
    synonyms: [
      ...profileWords,
      'remove',
      'untrack',
      'stop tracking',
      'unfollow',
      'drop',
      'get rid',
      'erase',
      'no longer',
      'stop monitoring',
    ],
  },
} satisfies Partial<Record<OperationId, ToolWords>>;
