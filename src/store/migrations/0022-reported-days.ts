import type { Dialect } from '../store.ts';

/**
 * What is reported of an account's days without its posts; which metrics a listing told, since reported numbers count
 * outside of the listings of their metric alone.
 */
export function reportedDays(dialect: Dialect): readonly string[] {
  const { key, small, eight, rows } =
    dialect === 'sqlite'
      ? { key: 'text', small: 'integer', eight: 'integer', rows: ' strict, without rowid' }
      : { key: 'text collate "C"', small: 'integer', eight: 'bigint', rows: '' };
  const told = ['views', 'plays', 'likes', 'comments', 'shares', 'saves', 'followers', 'followers_gained'];
  return [
    `alter table accounts add column reported_metrics ${small} not null default 0`,
    'drop index accounts_counted',
    `create index accounts_counted
      on accounts (organization_id, platform, unknown_metrics, reported_metrics, is_active, first_scrape_time, added_at,
        last_scrape_time, total_post_count)`,
    // What was listed before told all that it could.
    `alter table account_looks add column told ${small} not null default 63`,
    `create table account_reported_days (
      account_id ${key} not null references accounts (id) on delete cascade, day ${key} not null, origin ${small} not null,
      organization_id ${key} not null, ${told.map((column) => `${column} ${eight}`).join(', ')},
      followers_step ${eight} not null default 0,
      rounded ${small} not null default 0, counted ${small} not null default 0,
      primary key (account_id, day, origin)
    )${rows}`,
    'create index reported_days_counted on account_reported_days (organization_id, day) where counted > 0',
  ];
}
