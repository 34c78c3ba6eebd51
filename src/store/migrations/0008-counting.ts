import type { Dialect } from '../store.ts';

/**
 * Makes the counts of the overview and the usage quick, without reading each post or account: posts by the day on which
 * they were made, and indexes that hold every column needed for a count.
 */
export function counting(dialect: Dialect): readonly string[] {
  const { key, count, clustered } =
    dialect === 'sqlite'
      ? { key: 'text', count: 'integer', clustered: ' strict, without rowid' }
      : { key: 'text collate "C"', count: 'bigint', clustered: '' };
  return [
    `create table organization_post_days (
      organization_id ${key} not null references organizations (id) on delete cascade,
      day ${key} not null check (length(day) = 10), posts ${count} not null, primary key (organization_id, day)
    )${clustered}`,
    `insert into organization_post_days (organization_id, day, posts)
      select organization_id, substr(create_time, 1, 10), count(*) from account_videos group by 1, 2`,
    `create index accounts_counted
      on accounts (organization_id, platform, is_active, added_at, last_scrape_time, total_post_count)`,
    'create index videos_counted on videos (organization_id, platform, last_scrape_time)',
    'create index accounts_summarized on accounts (creator_id, platform, follower_count) where creator_id is not null',
  ];
}
