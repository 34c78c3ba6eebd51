/**
 * Things that were never refreshed come first, then those that have been due longest. Each group is read in order from
 * an index, however many are due.
 */
export function dueFirst(): readonly string[] {
  return ['accounts', 'videos'].map(
    (table) => `create index ${table}_due_first on ${table} (next_refresh_at, id)
      where next_refresh_at is not null and last_scrape_time is null`,
  );
}
