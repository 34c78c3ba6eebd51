import type { Schema } from '../schema.ts';
import {
  type ArchivedColumn,
  day,
  flag,
  instant,
  integer,
  number,
  numbers,
  object,
  organization,
  orNull,
  own,
  refer,
  referOrEmpty,
  text,
  texts,
} from './columns.ts';

/** A table of an archive: a file in it, of a line of JSON for each row. */
export interface ArchivedTable {
  readonly table: keyof Schema;
  readonly columns: Readonly<Record<string, ArchivedColumn>>;
  /** What rows are read by, in order; no two have the same. */
  readonly key: readonly string[];
}

function archived<Table extends keyof Schema>(
  table: Table,
  key: readonly (keyof Schema[Table] & string)[],
  columns: Readonly<Partial<Record<keyof Schema[Table] & string, ArchivedColumn>>>,
): ArchivedTable {
  const given: Record<string, ArchivedColumn> = {};
  for (const [name, column] of Object.entries<ArchivedColumn | undefined>(columns)) {
    if (column !== undefined) given[name] = column;
  }
  return { table, key, columns: given };
}

const gains = {
  day,
  views: integer,
  plays: integer,
  likes: integer,
  comments: integer,
  shares: integer,
  saves: integer,
};
const followers = { followers_first: integer, follower_accounts: integer, followers_gained: integer };
const counts = {
  view_count: integer,
  play_count: integer,
  like_count: integer,
  comment_count: integer,
  share_count: integer,
  saved_count: orNull(integer),
};
const post = {
  external_id: text,
  shortcode: orNull(text),
  description: orNull(text),
  media_type: orNull(text),
  duration: orNull(number),
  is_unavailable: flag,
  cover_image_url: orNull(text),
  cover_image_url_original: orNull(text),
  video_url: orNull(text),
  video_url_original: orNull(text),
  ...counts,
  first_scrape_time: orNull(instant),
  last_scrape_time: orNull(instant),
  unknown_metrics: integer,
};
const levels = {
  views: orNull(integer),
  plays: orNull(integer),
  likes: orNull(integer),
  comments: orNull(integer),
  shares: orNull(integer),
  saves: orNull(integer),
};

/** What an archive holds of an organization: whatever rows refer to comes before them. */
export const archivedTables: readonly ArchivedTable[] = [
  archived('imports', ['id'], {
    id: own('import'),
    organization_id: organization,
    name: text,
    sha256: text,
    bytes: integer,
    state: text,
    answers: object,
    report: object,
    reason: orNull(text),
    rows_read: integer,
    rows_bad: integer,
    observations: integer,
    applied: integer,
    created_at: instant,
    ended_at: orNull(instant),
    taken_back_at: orNull(instant),
    applied_account: integer,
    applied_post: text,
  }),
  archived('origins', ['number'], {
    number: own('origin'),
    organization_id: organization,
    source: text,
    import_id: referOrEmpty('import'),
  }),
  archived('creators', ['id'], {
    id: own('creator'),
    organization_id: organization,
    name: text,
    name_key: text,
    is_active: flag,
    metadata: texts,
    created_at: instant,
  }),
  archived('accounts', ['id'], {
    id: own('account'),
    organization_id: organization,
    platform: text,
    username: text,
    name: orNull(text),
    description: orNull(text),
    profile_pic_url: orNull(text),
    profile_pic_url_original: orNull(text),
    is_verified: flag,
    is_active: flag,
    paused_by_creator: flag,
    is_unavailable: flag,
    link_in_bio: orNull(text),
    creator_id: orNull(refer('creator')),
    category: orNull(text),
    metadata: texts,
    added_at: instant,
    first_scrape_time: orNull(instant),
    last_scrape_time: orNull(instant),
    next_refresh_at: orNull(instant),
    scrape_interval_hours: integer,
    max_recent_posts_per_account: orNull(integer),
    post_lookback_days: orNull(integer),
    follower_count: integer,
    following_count: integer,
    profile_post_count: integer,
    total_post_count: integer,
    ...counts,
    fb_play_count: orNull(integer),
    ig_play_count: orNull(integer),
    fb_like_count: orNull(integer),
    unknown_metrics: integer,
    unreadable_posts: orNull(text),
    profile_at: orNull(integer),
    profile_origin: orNull(refer('origin')),
    refused_platform_account_id: orNull(text),
    refused_at: orNull(instant),
    refused_because: orNull(text),
  }),
  archived('account_ids', ['platform', 'platform_account_id'], {
    organization_id: organization,
    platform: text,
    platform_account_id: text,
    kind: text,
    account_id: refer('account'),
  }),
  archived('former_usernames', ['platform', 'username'], {
    organization_id: organization,
    platform: text,
    username: text,
    account_id: refer('account'),
    until: instant,
  }),
  archived('import_accounts', ['import_id', 'number'], {
    import_id: refer('import'),
    number: integer,
    platform: text,
    username: text,
    platform_ids: text,
    account_id: orNull(refer('account')),
    is_new: flag,
    refused: orNull(text),
  }),
  archived('account_videos', ['id'], {
    id: own('post'),
    organization_id: organization,
    platform: text,
    account_id: refer('account'),
    create_time: instant,
    ...post,
    added_at: instant,
    updated_at: instant,
    from_zero: integer,
    run_at: orNull(integer),
    run_origin: orNull(refer('origin')),
  }),
  archived('post_aliases', ['platform', 'other_id'], {
    organization_id: organization,
    platform: text,
    other_id: text,
    external_id: text,
  }),
  archived('videos', ['id'], {
    id: own('video'),
    organization_id: organization,
    platform: text,
    is_active: flag,
    scrape_interval_hours: integer,
    next_refresh_at: orNull(instant),
    metadata: texts,
    create_time: orNull(instant),
    ...post,
    added_at: instant,
    updated_at: instant,
    account_id: orNull(refer('account')),
    account_username: orNull(text),
    platform_account_id: orNull(text),
    platform_data: object,
  }),
  archived('account_looks', ['account_id', 'at', 'origin'], {
    organization_id: organization,
    account_id: refer('account'),
    at: integer,
    origin: refer('origin'),
    listing: integer,
    followers: orNull(integer),
    following: orNull(integer),
    posts: orNull(integer),
    steps: orNull(numbers),
  }),
  archived('post_levels', ['post_id', 'at', 'origin'], {
    organization_no: organization,
    post_id: refer('post'),
    at: integer,
    origin: refer('origin'),
    still: integer,
    ...levels,
    steps: orNull(numbers),
  }),
  archived('account_video_days', ['platform', 'video_id', 'day'], {
    organization_id: organization,
    platform: text,
    video_id: refer('post'),
    ...gains,
  }),
  archived('video_days', ['video_id', 'day'], { organization_id: organization, video_id: refer('video'), ...gains }),
  archived('account_days', ['account_id', 'day'], {
    organization_id: organization,
    account_id: refer('account'),
    ...gains,
    ...followers,
  }),
  archived('creator_days', ['creator_id', 'day'], {
    organization_id: organization,
    creator_id: refer('creator'),
    ...gains,
    ...followers,
  }),
  archived('organization_days', ['day'], { organization_id: organization, ...gains, ...followers }),
  archived('organization_post_days', ['day'], { organization_id: organization, day, posts: integer }),
];

/** What of the settings an archive holds: nothing that whoever runs the server decides, as the most accounts. */
export const archivedSettings = [
  'name',
  'max_recent_posts_per_account',
  'post_lookback_days',
  'holds_sample_data',
] as const;
