import type { Dialect } from '../store.ts';

const counts = ['view_count', 'like_count', 'play_count'] as const;

/** Accounts whose posts share a partition; why so many is measured: see `posts-by-count/`. */
const accountsInPartition = 20;

/**
 * On SQLite the orders of an organization's posts by counts are kept in partitions of a few accounts, since a refresh
 * moves every post that it sees in all three: in orders over the whole organization each move dirties two pages of their
 * own, and that was two thirds of a refresh. Triggers place accounts and posts, so no statement of ours knows of it.
 * PostgreSQL writes a changed row into each of its indexes whatever they are, and keeps the whole orders.
 */
export function postPartitions(dialect: Dialect): readonly string[] {
  if (dialect === 'postgres') return [];
  return [
    `create table post_partitions (
      id integer primary key, organization_id text not null references organizations (id) on delete cascade,
      platform text not null, accounts integer not null
    ) strict`,
    'create index post_partitions_with_room on post_partitions (organization_id, platform, accounts)',
    'alter table accounts add column post_partition integer',
    'alter table account_videos add column post_partition integer',
    `update accounts set post_partition = placed.number
      from (
        select id, dense_rank() over (order by organization_id, platform, place / ${accountsInPartition}) as number
        from (
          select id, organization_id, platform,
            row_number() over (partition by organization_id, platform order by added_at, id) - 1 as place
          from accounts
        )
      ) as placed
      where placed.id = accounts.id`,
    `insert into post_partitions (id, organization_id, platform, accounts)
      select post_partition, organization_id, platform, count(*) from accounts group by 1, 2, 3`,
    `update account_videos
      set post_partition = (select post_partition from accounts where accounts.id = account_videos.account_id)`,
    // Partial, because a new post has no partition until its trigger has run: otherwise each of its entries would be
    // written twice.
    ...counts.flatMap((count) => [
      `drop index account_videos_by_${count}`,
      `create index account_videos_partitioned_by_${count}
        on account_videos (post_partition, ${count}, id) where post_partition is not null`,
    ]),
    `create trigger accounts_partition_insert after insert on accounts begin
      insert into post_partitions (organization_id, platform, accounts)
        select new.organization_id, new.platform, 0 where not exists (${withRoom});
      update accounts set post_partition = (${withRoom}) where id = new.id;
      update post_partitions set accounts = accounts + 1
        where id = (select post_partition from accounts where id = new.id); end`,
    `create trigger accounts_partition_delete after delete on accounts begin
      update post_partitions set accounts = accounts - 1 where id = old.post_partition;
      delete from post_partitions where id = old.post_partition and accounts = 0; end`,
    `create trigger account_videos_partition_insert after insert on account_videos begin
      update account_videos set post_partition = (select post_partition from accounts where id = new.account_id)
        where text_row = new.text_row; end`,
  ];
}

/** The fullest partition with room, so that there are few: each one adds to the cost of every page. */
const withRoom = `select id from post_partitions
  where organization_id = new.organization_id and platform = new.platform and accounts < ${accountsInPartition}
  order by accounts desc limit 1`;
