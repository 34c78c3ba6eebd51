/** What was never refreshed comes before what is due longest: each is read in its order from an index, however much is due. */
export function dueFirst(): readonly string[] {
  return ['accounts', 'videos'].map(
    (table) => `create index ${table}_due_first on ${table} (next_refresh_at, id)
      where next_refresh_at is not null and last_scrape_time is null`,
  );
}
