import { operations } from '../../src/contract/operations.ts';
import type { Asked } from '../load/request.ts';
import type { Things } from './things.ts';

/** One thing to ask a large organization, in as many ways as one likes. */
export interface Question {
  name: string;
  /** The median may take so long, ms (issue: "Scale"). */
  goalMs: number;
  /** `walk` follows the answer's cursor, so that each time is another page. */
  kind: 'one' | 'walk';
  asked(things: Things, turn: number): Asked;
}

const quick = 10;
const searching = 50;

const get = (path: string): Asked => ({ method: 'GET', path: `/v2${path}` });
const of = <T>(things: readonly T[], turn: number): T => {
  const thing = things[(turn * 7_919) % things.length];
  if (thing === undefined) throw new Error('There is nothing of that kind to ask for');
  return thing;
};
const some = <T>(things: readonly T[], turn: number): T[] =>
  Array.from({ length: Math.min(200, things.length) }, (_, index) => of(things, turn * 200 + index));

export const questions: readonly Question[] = [
  one('overview, 30 days', quick, () => get('/overview?period=30d')),
  one('overview, a past window', quick, () => get(`/overview?${pastDays(40, 20)}`)),
  one('overview time series, 90 days', quick, () => get('/overview/timeseries?period=90d')),
  ...(['views', 'engagement_rate', 'followers_gained', 'views_change'] as const).map((metric) =>
    one(`top creators by ${metric}`, quick, () => get(`/creators/top?metric=${metric}`)),
  ),
  one('a creator: analytics', quick, ({ creators }, turn) => get(`/creators/${of(creators, turn)}/analytics`)),
  one('a creator: time series', quick, ({ creators }, turn) =>
    get(`/creators/${of(creators, turn)}/timeseries?period=90d`),
  ),
  one('an account: analytics', quick, ({ accounts }, turn) => get(`/accounts/${of(accounts, turn)}/analytics`)),
  one('an account: time series', quick, ({ accounts }, turn) =>
    get(`/accounts/${of(accounts, turn)}/timeseries?period=90d`),
  ),
  ...walks('/accounts', operations.list_accounts.query.shape.order_by.unwrap().options),
  ...walks('/creators', operations.list_creators.query.shape.order_by.unwrap().options),
  ...walks('/videos', operations.list_videos.query.shape.order_by.unwrap().options),
  ...walks('/account-videos', operations.list_account_videos.query.shape.order_by.unwrap().options),
  one("an account's posts", quick, ({ accounts }, turn) =>
    get(`/account-videos?account_id=${of(accounts, turn)}&order_by=view_count`),
  ),
  one("a creator's posts", quick, ({ creators }, turn) =>
    get(`/account-videos?creator_id=${of(creators, turn)}&order_by=view_count`),
  ),
  one("an account's tracked videos", quick, ({ accounts }, turn) => get(`/videos?account_id=${of(accounts, turn)}`)),
  one('a page with its total', searching, () => get('/account-videos?include_total=true')),
  ...[
    'trains',
    'the',
    '#1a2b',
    'zzzzqq',
    'quiet.harbour',
    'a',
    'é',
    'q7',
    'co',
    '🍜',
    'night trains',
    '12 minutes',
  ].map((q) => one(`search: ${q}`, searching, () => get(`/search?q=${encodeURIComponent(q)}&limit=25`))),
  ...['trains', 'the', '#1a2b', 'q7'].map((q) =>
    one(`posts with ${q}`, searching, () => get(`/account-videos?q=${encodeURIComponent(q)}&order_by=view_count`)),
  ),
  one('200 accounts: metrics', quick, ({ accounts }, turn) =>
    post('/accounts/metrics', { account_ids: some(accounts, turn) }),
  ),
  one('200 videos: metrics', quick, ({ videos }, turn) => post('/videos/metrics', { video_ids: some(videos, turn) })),
  one('200 videos: deltas', quick, ({ videos }, turn) => post('/videos/deltas', { video_ids: some(videos, turn) })),
  one('200 posts: metrics', quick, ({ posts }, turn) => {
    const chosen = some(posts, turn);
    const ids = (platform: string) => chosen.filter((post) => post.platform === platform).map(({ id }) => id);
    return post('/account-videos/metrics', { instagram_post_ids: ids('instagram'), tiktok_video_ids: ids('tiktok') });
  }),
  one('usage', quick, () => get('/usage')),
];

function one(name: string, goalMs: number, asked: Question['asked']): Question {
  return { name, goalMs, kind: 'one', asked };
}

/** Each sort of a list, both ways. */
function walks(path: string, sorts: readonly string[]): Question[] {
  return sorts.flatMap((sort) =>
    ['asc', 'desc'].map(
      (direction): Question => ({
        name: `${path} by ${sort} ${direction}`,
        goalMs: quick,
        kind: 'walk',
        asked: () => get(`${path}?order_by=${sort}&order_direction=${direction}`),
      }),
    ),
  );
}

function post(path: string, body: unknown): Asked {
  return { method: 'POST', path: `/v2${path}`, body };
}

function pastDays(from: number, to: number): string {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return `start_date=${day(from)}&end_date=${day(to)}`;
}
