import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

/*
 * Rows as an earlier program wrote them: plain SQL of its time, with the columns that tables began with. They are not made
 * with what writes rows today, which may know columns that were not there yet.
 */

const then = "'2026-01-01T00:00:00.000Z'";
const seen = "'2026-03-10T12:00:00.000Z'";

export async function run({ write }: Pick<Store, 'write'>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(write);
}

export function oldOrganization(id: string): readonly string[] {
  return [`insert into organizations (id, name, created_at) values ('${id}', '${id}', ${then})`];
}

interface OldAccount {
  readonly id: string;
  readonly organizationId: string;
  readonly platform: 'instagram' | 'tiktok';
  readonly creatorId?: string;
}

/** An account that was never refreshed. */
export function oldAccount({ id, organizationId, platform, creatorId }: OldAccount): readonly string[] {
  const creator = creatorId === undefined ? 'null' : `'${creatorId}'`;
  return [
    `insert into accounts (id, organization_id, platform, username, is_active, creator_id, added_at)
      values ('${id}', '${organizationId}', '${platform}', '${id}', 1, ${creator}, ${then})`,
  ];
}

/** Posts of such an account, each with some views, with the sums that hold them: as from migration 0008 on. */
export function oldPosts({ id, organizationId, platform }: OldAccount, count: number): readonly string[] {
  const posts = Array.from({ length: count }, (_, index) => [
    `insert into account_videos
      (platform, id, organization_id, account_id, external_id, create_time, view_count, play_count, added_at, updated_at)
      select '${platform}', next_id, '${organizationId}', '${id}', '${id}-${index}', ${then}, ${index}, ${index}, ${seen}, ${seen}
      from id_sequences where name = 'account_videos'`,
    `update id_sequences set next_id = next_id + 1 where name = 'account_videos'`,
  ]);
  const views = (count * (count - 1)) / 2;
  return [
    ...posts.flat(),
    `update accounts set total_post_count = ${count}, view_count = ${views}, play_count = ${views} where id = '${id}'`,
    `insert into organization_post_days (organization_id, day, posts) values ('${organizationId}', '2026-01-01', ${count})
      on conflict (organization_id, day) do update set posts = organization_post_days.posts + excluded.posts`,
  ];
}

/**
 * One organization with a creator, its account, a post that gained something on a day, and a tracked video, with every sum.
 * @param migration the last that the program of the time had taken
 */
export function oldHistory(migration: string): readonly string[] {
  const gains = 'views, plays, likes, comments, shares, saves';
  const gained = '40, 80, 4, 2, 1, 3';
  const rolled = `${gains}, followers_first, follower_accounts, followers_gained`;
  const rolledUp = `${gained}, 100, 1, 0`;
  return [
    ...oldOrganization('o'),
    `insert into creators (id, organization_id, name, name_key, is_active, created_at)
      values ('c', 'o', 'C', 'c', 1, ${then})`,
    ...oldAccount({ id: 'a', organizationId: 'o', platform: 'instagram', creatorId: 'c' }),
    `update accounts set first_scrape_time = ${seen}, last_scrape_time = ${seen}, follower_count = 100,
      total_post_count = 1, view_count = 100, play_count = 200, like_count = 10, comment_count = 5, share_count = 2,
      saved_count = 7 where id = 'a'`,
    `insert into account_videos (platform, id, organization_id, account_id, external_id, create_time, description,
      view_count, play_count, like_count, comment_count, share_count, saved_count, added_at, updated_at)
      values ('instagram', 1, 'o', 'a', 'p', ${then}, 'Caption', 100, 200, 10, 5, 2, 7, ${seen}, ${seen})`,
    `update id_sequences set next_id = 2 where name = 'account_videos'`,
    `insert into account_video_days (platform, video_id, day, organization_id, ${gains})
      values ('instagram', 1, '2026-03-10', 'o', ${gained})`,
    `insert into account_days (account_id, day, organization_id, ${rolled}) values ('a', '2026-03-10', 'o', ${rolledUp})`,
    `insert into creator_days (creator_id, day, organization_id, ${rolled}) values ('c', '2026-03-10', 'o', ${rolledUp})`,
    `insert into organization_days (organization_id, day, ${rolled}) values ('o', '2026-03-10', ${rolledUp})`,
    `insert into videos (id, organization_id, platform, is_active, external_id, added_at, updated_at)
      values ('v', 'o', 'tiktok', 1, '7411335095394699573', ${then}, ${then})`,
    // From 0008 on posts are counted by their day, and before it the migration does.
    ...(migration >= '0008'
      ? [`insert into organization_post_days (organization_id, day, posts) values ('o', '2026-01-01', 1)`]
      : []),
    // Rows without a place in the audit chain: in a table of their own from 0009 on.
    ...(migration >= '0004'
      ? [
          `insert into ${migration >= '0009' ? 'audit_pending' : 'audit_events'} (id, at, organization_id, event, facts)
            values ('e1', ${then}, 'o', 'key.created', '{}')`,
        ]
      : []),
  ];
}
