import type { Dialect } from '../store.ts';

/**
 * The name of each type in each database. `key` is text that is compared or sorted, in byte order on both; `words` is
 * text for people. STRICT makes SQLite check types as PostgreSQL does.
 */
const vocabulary = {
  sqlite: {
    key: 'text',
    words: 'text',
    integer: 'integer',
    real: 'real',
    rows: ' strict',
    clustered: ' strict, without rowid',
  },
  postgres: {
    key: 'text collate "C"',
    words: 'text',
    integer: 'bigint',
    real: 'double precision',
    rows: '',
    clustered: '',
  },
} as const satisfies Record<Dialect, Record<string, string>>;

/** Every table of `schema.ts`. */
export function tables(dialect: Dialect): readonly string[] {
  const { key, words, integer, real, rows, clustered } = vocabulary[dialect];
  const flag = (name: string) => `${name} ${integer} not null default 0 check (${name} in (0, 1))`;
  const count = (name: string) => `${name} ${integer} not null default 0`;
  const platform = `platform ${key} not null check (platform in ('instagram', 'tiktok'))`;
  const organization = `organization_id ${key} not null references organizations (id) on delete cascade`;
  // FTS5 knows rows by number. Only a declared key keeps its numbers through VACUUM.
  const textRow = dialect === 'sqlite' ? 'text_row integer primary key, ' : '';
  const id = dialect === 'sqlite' ? `id ${key} not null unique` : `id ${key} primary key`;

  // A time that may be null sorts as '' (see `order.ts`). A column, since SQLite seeks no row value into an indexed expression.
  const sorted = (name: string, time: string) => `${name} ${key} generated always as (coalesce(${time}, '')) stored`;

  const post = `
    external_id ${key} not null, shortcode ${key}, description ${words}, media_type ${key}, duration ${real},
    ${flag('is_unavailable')}, cover_image_url ${words}, cover_image_url_original ${words},
    video_url ${words}, video_url_original ${words},
    ${['view_count', 'play_count', 'like_count', 'comment_count', 'share_count'].map(count).join(', ')},
    saved_count ${integer}, first_scrape_time ${key}, last_scrape_time ${key},
    added_at ${key} not null, updated_at ${key} not null`;
  const gains = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'].map(count).join(', ');
  const followers = ['followers_first', 'follower_accounts', 'followers_gained'].map(count).join(', ');
  const day = `day ${key} not null check (length(day) = 10)`;

  return [
    `create table organizations (
      id ${key} primary key, name ${words} not null, created_at ${key} not null, suspended_at ${key},
      account_cap ${integer}, max_recent_posts_per_account ${integer}, post_lookback_days ${integer},
      url_keys ${key} not null default 'allow' check (url_keys in ('allow', 'read_only', 'forbid')),
      ${flag('holds_sample_data')}
    )${rows}`,
    `create table api_keys (
      id ${key} primary key, ${organization}, name ${words} not null, masked_key ${key} not null,
      lookup_hash ${key} not null unique, pepper_id ${key} not null, sealed_key ${key}, scopes ${key} not null,
      status ${key} not null check (status in ('enabled', 'disabled')),
      created_at ${key} not null, created_by ${words} not null, expires_at ${key},
      last_used_at ${key}, last_used_client ${words}, last_used_place ${key},
      purpose ${key} not null default 'ordinary' check (purpose in ('ordinary', 'first_start')),
      replaced_by ${key} references api_keys (id) on delete set null
    )${rows}`,
    `create index api_keys_of_organization on api_keys (organization_id, created_at, id)`,
    `create index api_keys_replaced_by on api_keys (replaced_by) where replaced_by is not null`,
    // No reference to the key: what was used this month stays true after a key is deleted.
    `create table api_usage_days (
      ${organization}, key_id ${key} not null, ${day}, door ${key} not null check (door in ('rest', 'mcp')),
      operation ${key} not null, ${['calls', 'errors', 'rate_limited'].map(count).join(', ')},
      primary key (organization_id, day, key_id, door, operation)
    )${clustered}`,
    `create table idempotency_answers (
      ${organization}, operation ${key} not null, key_hash ${key} not null, body_hash ${key} not null,
      state ${key} not null check (state in ('running', 'done')), status ${integer}, location ${words}, body ${words},
      created_at ${key} not null, primary key (organization_id, operation, key_hash)
    )${rows}`,
    `create index idempotency_answers_by_age on idempotency_answers (created_at)`,
    `create table instance_facts (name ${key} primary key, value ${words} not null)${rows}`,
    `create table id_sequences (name ${key} primary key, next_id ${integer} not null)${rows}`,
    `insert into id_sequences (name, next_id) values ('account_videos', 1)`,
    `create table creators (
      ${textRow}${id}, ${organization}, name ${words} not null, name_key ${key} not null, ${flag('is_active')},
      metadata ${words} not null default '{}', created_at ${key} not null
    )${rows}`,
    `create table accounts (
      ${textRow}${id}, ${organization}, ${platform}, username ${key} not null, name ${words}, description ${words},
      profile_pic_url ${words}, profile_pic_url_original ${words},
      ${['is_verified', 'is_active', 'paused_by_creator', 'is_unavailable'].map(flag).join(', ')},
      link_in_bio ${words}, creator_id ${key} references creators (id) on delete set null, category ${words},
      metadata ${words} not null default '{}', added_at ${key} not null, first_scrape_time ${key},
      last_scrape_time ${key}, next_refresh_at ${key},
      scrape_interval_hours ${integer} not null default 24 check (scrape_interval_hours >= 1),
      max_recent_posts_per_account ${integer}, post_lookback_days ${integer},
      ${['follower_count', 'following_count', 'profile_post_count', 'total_post_count'].map(count).join(', ')},
      ${['view_count', 'play_count', 'like_count', 'comment_count', 'share_count'].map(count).join(', ')},
      saved_count ${integer}, fb_play_count ${integer}, ig_play_count ${integer}, fb_like_count ${integer},
      ${sorted('last_scrape_sort', 'last_scrape_time')},
      unique (organization_id, platform, username)
    )${rows}`,
    `create table account_videos (
      ${textRow}${platform}, id ${integer} not null, organization_id ${key} not null,
      account_id ${key} not null references accounts (id) on delete cascade, create_time ${key} not null, ${post},
      ${dialect === 'sqlite' ? 'unique' : 'primary key'} (platform, id), unique (account_id, external_id)
    )${rows}`,
    `create table videos (
      ${textRow}${id}, ${organization}, ${platform}, ${flag('is_active')},
      scrape_interval_hours ${integer} not null default 24 check (scrape_interval_hours >= 1),
      next_refresh_at ${key}, metadata ${words} not null default '{}', create_time ${key}, ${sorted('create_sort', 'create_time')}, ${post},
      account_id ${key} references accounts (id) on delete set null, account_username ${key},
      platform_account_id ${key}, platform_data ${words} not null default '{}',
      unique (organization_id, platform, external_id)
    )${rows}`,
    // Day rows are deleted with the thing they belong to, so they need no reference to the organization: one check less
    // per row.
    `create table account_video_days (
      platform ${key} not null, video_id ${integer} not null, ${day}, organization_id ${key} not null, ${gains},
      primary key (platform, video_id, day),
      foreign key (platform, video_id) references account_videos (platform, id) on delete cascade
    )${clustered}`,
    `create table video_days (
      video_id ${key} not null references videos (id) on delete cascade, ${day}, organization_id ${key} not null,
      ${gains}, primary key (video_id, day)
    )${clustered}`,
    `create table account_days (
      account_id ${key} not null references accounts (id) on delete cascade, ${day},
      organization_id ${key} not null, ${gains}, ${followers}, primary key (account_id, day)
    )${clustered}`,
    `create table creator_days (
      creator_id ${key} not null references creators (id) on delete cascade, ${day},
      organization_id ${key} not null, ${gains}, ${followers}, primary key (creator_id, day)
    )${clustered}`,
    `create table organization_days (
      ${organization}, ${day}, ${gains}, ${followers}, primary key (organization_id, day)
    )${clustered}`,
  ];
}
