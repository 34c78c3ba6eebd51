import type { KeyedOperationId } from '../../../src/contract/port.ts';

/** What an operation of the upstream answers: its status and body; null = no body. */
export interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | null;
}

export const ids = {
  account: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01',
  loner: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e02',
  creator: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e03',
  video: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e04',
  elsewhere: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e05',
  post: { platform: 'instagram', id: 4711 },
};

/** Fields by their names, as the reference pages list them: written by hand, so that no schema of ours is behind them. */
function fields(names: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries(names.split(/[\s,]+/).map((name) => [name, value]));
}

const at = '2026-11-02T06:30:00Z';
const account = {
  type: 'account',
  id: ids.account,
  platform: 'instagram',
  username: 'ana.bakes',
  metadata: {},
  ...fields('name description profile_pic_url profile_pic_url_original link_in_bio category', 'text'),
  ...fields('is_verified is_active is_unavailable', false),
  ...fields('creator_id creator_name first_scrape_time last_scrape_time', null),
  added_at: at,
  ...fields(
    `scrape_interval_hours follower_count following_count profile_post_count total_post_count view_count like_count
     comment_count share_count play_count saved_count fb_play_count ig_play_count fb_like_count`,
    24,
  ),
  ...fields(
    `max_recent_posts_per_account post_lookback_days effective_max_recent_posts_per_account
     effective_post_lookback_days`,
    null,
  ),
};
const counts = fields(
  'view_count like_count comment_count share_count play_count saved_count total_views total_plays',
  7,
);
const content = {
  platform: 'instagram',
  external_id: '17990',
  is_unavailable: false,
  ...fields(
    'shortcode description media_type cover_image_url cover_image_url_original video_url video_url_original',
    'text',
  ),
  ...fields('added_at updated_at first_scrape_time last_scrape_time create_time', at),
  duration: 12.5,
  ...counts,
};
const video = {
  type: 'video',
  id: ids.video,
  ...content,
  is_active: true,
  scrape_interval_hours: 24,
  metadata: {},
  ...fields('account_id account_username platform_account_id', null),
  platform_data: {},
};
const post = {
  type: 'account_video',
  id: ids.post.id,
  ...content,
  account_id: ids.account,
  account_username: 'ana.bakes',
  creator_id: null,
};
const creator = {
  type: 'creator',
  id: ids.creator,
  name: 'Ana',
  is_active: true,
  metadata: {},
  accounts_summary: { total: 1, platforms: { instagram: 1, tiktok: 0 }, total_followers: 24 },
};
const point = {
  date: '2026-11-01',
  ...fields('views plays likes comments shares saves engagement follower_count', 3),
  engagement_rate: 1.5,
};
const sums = fields('views plays likes comments shares engagement', 3);
const meta = { period: '30d', start_date: '2026-10-03', end_date: '2026-11-01', days: 30 };
const top = {
  rank: 1,
  id: ids.creator,
  name: 'Ana',
  accounts: 1,
  ...sums,
  engagement_rate: 1.5,
  followers: 24,
  followers_gained: 1,
  previous: { views: 3, engagement: 3 },
  views_change_pct: 0,
  engagement_change_pct: null,
};
const glance = fields('total_views engagement_rate active_accounts account_videos tracked_videos', 3);
const changes = fields(
  'total_views_pct engagement_rate_pct active_accounts_pct account_videos_pct tracked_videos_pct',
  null,
);

const page = (row: object, order_by: string) => ({
  status: 200,
  body: {
    data: [row],
    pagination: { next_cursor: 'bmV4dA', has_next: true, limit: 50 },
    filters: { order_by, order_direction: 'desc' },
  },
});
const one = (data: object, status = 200) => ({ status, body: { data } });
const figures = (data: unknown, more = {}) => ({ status: 200, body: { data, meta: { ...meta, ...more } } });
const analytics = { current: sums, previous: sums, change_pct: fields('views likes engagement', 12.5) };
const gone = { status: 204, body: null };

/** What the reference pages of the original show: nothing of ours in it. */
export const documented: Readonly<Record<Exclude<KeyedOperationId, 'get_api_key_info' | 'push_snapshots'>, Told>> = {
  list_accounts: page(account, 'added_at'),
  create_account: one(account, 201),
  get_account: one(account),
  update_account: one(account),
  delete_account: gone,
  get_account_timeseries: figures([point]),
  get_account_analytics: figures(analytics),
  get_account_metrics: figures({ [ids.account]: sums }, { not_found: [ids.elsewhere] }),

  list_videos: page(video, 'added_at'),
  create_video: one(video, 201),
  get_video: one(video),
  update_video: one(video),
  delete_video: gone,
  get_video_timeseries: figures([point]),
  get_video_analytics: figures(analytics),
  get_video_deltas: {
    status: 200,
    body: { data: { [ids.video]: { '7d': 3 } }, meta: { windows: [7], video_count: 1, not_found: [] } },
  },
  get_video_metrics: figures({ [ids.video]: sums }, { not_found: [] }),

  list_account_videos: page(post, 'create_time'),
  get_account_video: one(post),
  get_account_video_timeseries: figures([point]),
  get_account_video_metrics: figures({ [ids.post.id]: sums }, { not_found: [] }),

  list_creators: page(creator, 'name'),
  create_creator: one(creator, 201),
  list_top_creators: { status: 200, body: { data: [top] } },
  get_creator: one(creator),
  update_creator: one(creator),
  delete_creator: gone,
  link_creator_account: one({ creator_id: ids.creator, account_id: ids.loner }, 201),
  unlink_creator_account: gone,
  get_creator_timeseries: figures([point]),
  get_creator_analytics: figures(analytics),

  get_overview: one({ type: 'overview', current: glance, previous: glance, changes }),
  get_overview_timeseries: figures([point]),
  search_workspace: {
    status: 200,
    body: {
      data: {
        accounts: [{ id: ids.account, platform: 'instagram', username: 'ana.bakes', display_name: 'Ana' }],
        creators: [{ id: ids.creator, name: 'Ana' }],
        videos: [
          { id: 4711, platform: 'instagram', caption: 'a', account_id: ids.account, account_username: 'ana.bakes' },
        ],
      },
      meta: { query: 'a', limit_per_section: 10, effective_caps: { accounts: 10, creators: 10, videos: 10 } },
    },
  },
  get_settings: one({ type: 'settings', max_recent_posts_per_account: null, post_lookback_days: null }),
  update_settings: one({ type: 'settings', max_recent_posts_per_account: null, post_lookback_days: 90 }),
  get_usage: one({ type: 'usage', billable_account_posts: 3, individual_posts: 1 }),
};
