import type { OperationId } from '../src/contract/operations.ts';
import { reads } from './hints.ts';
import type { ToolWords } from './tool.ts';

const group = 'analytics';
const daily = [
  'group by day',
  'daily',
  'trend',
  'chart',
  'graph',
  'history',
  'over time',
  'growth',
  'per day',
  'evolution',
];
const change = [
  'comparison',
  'versus previous',
  'month over month',
  'performance',
  'growth',
  'change',
  'compare',
  'previous',
  'versus',
  'last month',
  'last week',
  'total',
  'engagement',
  'views',
  'stats',
];
const analyticsColumns = ['totals', 'changes'];
const many = [
  'sum up',
  'list of',
  'set of',
  'bulk',
  'batch',
  'several',
  'many',
  'multiple',
  'compare',
  'totals',
  'stats',
];

export const analyticsTools = {
  get_overview: {
    group,
    pinned: true,
    title: 'Overview',
    description:
      'The whole organization over a window (default 7d) against the window before: views, engagement, counts.',
    hints: reads,
    synonyms: ['summary', 'dashboard', 'how are we doing', 'total', 'kpi', 'week', 'performance', 'stats', 'report'],
  },
  get_overview_timeseries: {
    group,
    title: 'Overview by day',
    description: 'The whole organization day by day: views, likes, comments, shares, engagement, followers.',
    hints: reads,
    synonyms: [...daily, 'total', 'organization', 'everything'],
  },
  get_account_timeseries: {
    group,
    title: 'Account by day',
    description: 'One account day by day: gains of its posts, followers at the end of each day.',
    hints: reads,
    synonyms: [...daily, 'followers', 'profile'],
  },
  get_account_analytics: {
    group,
    title: 'Account analytics',
    description: 'Totals of one account over a window, the window before, and the change in percent.',
    hints: reads,
    synonyms: [...change, 'profile'],
    columns: analyticsColumns,
  },
  get_account_metrics: {
    group,
    title: 'Metrics of many accounts',
    description: 'Totals over a window for up to 200 accounts at once.',
    hints: reads,
    synonyms: [...many, 'profiles'],
  },
  get_creator_timeseries: {
    group,
    pinned: true,
    title: 'Creator by day',
    description: 'One creator day by day, all linked accounts summed: views, likes, comments, shares, followers.',
    hints: reads,
    synonyms: [...daily, 'influencer', 'talent'],
  },
  get_creator_analytics: {
    group,
    title: 'Creator analytics',
    description: 'Totals of one creator over a window, the window before, and the change in percent.',
    hints: reads,
    synonyms: [...change, 'influencer', 'talent'],
    columns: analyticsColumns,
  },
  get_video_timeseries: {
    group,
    title: 'Individual video by day',
    description: 'One individually tracked video day by day.',
    hints: reads,
    synonyms: [...daily, 'clip', 'reel'],
  },
  get_video_analytics: {
    group,
    title: 'Individual video analytics',
    description: 'Totals of one individually tracked video over a window, the window before, and the change.',
    hints: reads,
    synonyms: [...change, 'clip', 'reel'],
    columns: analyticsColumns,
  },
  get_video_deltas: {
    group,
    title: 'Views gained by videos',
    description: 'Views that up to 200 individually tracked videos gained over several windows, as 1, 7, 14, 30 days.',
    hints: reads,
    synonyms: ['delta', 'gain', 'growth', 'increase', 'momentum', 'velocity', 'bulk', 'several', 'clip'],
  },
  get_video_metrics: {
    group,
    title: 'Metrics of many videos',
    description: 'Totals over a window for up to 200 individually tracked videos at once.',
    hints: reads,
    synonyms: [...many, 'clips', 'reels'],
  },
  get_account_video_timeseries: {
    group,
    title: 'Post by day',
    description: 'One post of a tracked account day by day.',
    hints: reads,
    synonyms: [...daily, 'clip', 'reel', 'viral'],
  },
  get_account_video_metrics: {
    group,
    title: 'Metrics of many posts',
    description: 'Totals over a window for up to 200 posts of tracked accounts at once.',
    hints: reads,
    synonyms: [...many, 'posts', 'reels', 'clips'],
  },
} satisfies Partial<Record<OperationId, ToolWords>>;
