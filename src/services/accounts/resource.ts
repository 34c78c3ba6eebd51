import type { Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import { effectiveLimits } from '../../collect/limits.ts';
import { notFound } from '../../contract/problem.ts';
import type { account } from '../../contract/resources/account.ts';
import type { Schema } from '../../store/schema.ts';
import { shownUnavailable } from '../known.ts';
import { readMetadata } from '../stored-json.ts';

export type Account = z.output<typeof account>;

/** An account with what it takes from its creator and its organization. */
export interface AccountWithDefaults extends Selectable<Schema['accounts']> {
  readonly creator_name: string | null;
  readonly organization_max_recent_posts: number | null;
  readonly organization_lookback_days: number | null;
}

/** Accounts with their creator's name and their organization's defaults; narrow it by organization. */
export function selectAccounts(db: Kysely<Schema>) {
  return db
    .selectFrom('accounts')
    .innerJoin('organizations', 'organizations.id', 'accounts.organization_id')
    .leftJoin('creators', 'creators.id', 'accounts.creator_id')
    .selectAll('accounts')
    .select([
      'creators.name as creator_name',
      'organizations.max_recent_posts_per_account as organization_max_recent_posts',
      'organizations.post_lookback_days as organization_lookback_days',
    ]);
}

/** @throws Problem NOT_FOUND, for a foreign id as for an unknown one */
export async function readAccount(db: Kysely<Schema>, organizationId: string, id: string): Promise<Account> {
  const row = await selectAccounts(db)
    .where('accounts.organization_id', '=', organizationId)
    .where('accounts.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('account');
  return showAccount(row);
}

/** An account as the contract shows it. */
export function showAccount(row: AccountWithDefaults): Account {
  const effective = effectiveLimits(row, {
    max_recent_posts_per_account: row.organization_max_recent_posts,
    post_lookback_days: row.organization_lookback_days,
  });
  return {
    id: row.id,
    type: 'account',
    platform: row.platform,
    username: row.username,
    name: row.name,
    description: row.description,
    profile_pic_url: row.profile_pic_url,
    profile_pic_url_original: row.profile_pic_url_original,
    is_verified: row.is_verified === 1,
    is_active: row.is_active === 1,
    is_unavailable: row.is_unavailable === 1,
    link_in_bio: row.link_in_bio,
    creator_id: row.creator_id,
    creator_name: row.creator_name,
    category: row.category,
    metadata: readMetadata(row.metadata),
    added_at: row.added_at,
    first_scrape_time: row.first_scrape_time,
    last_scrape_time: row.last_scrape_time,
    scrape_interval_hours: row.scrape_interval_hours,
    next_refresh_at: row.next_refresh_at,
    follower_count: row.follower_count,
    following_count: row.following_count,
    profile_post_count: row.profile_post_count,
    total_post_count: row.total_post_count,
    view_count: row.view_count,
    like_count: row.like_count,
    comment_count: row.comment_count,
    share_count: row.share_count,
    play_count: row.play_count,
    saved_count: row.saved_count,
    fb_play_count: row.fb_play_count,
    ig_play_count: row.ig_play_count,
    fb_like_count: row.fb_like_count,
    max_recent_posts_per_account: row.max_recent_posts_per_account,
    post_lookback_days: row.post_lookback_days,
    effective_max_recent_posts_per_account: effective.maxRecentPosts,
    effective_post_lookback_days: effective.lookbackDays,
    ...shownUnavailable([row]),
    unreadable_posts: row.unreadable_posts,
    other_account: otherAccountOf(row),
  };
}

/** Which other account was seen in its place. */
function otherAccountOf(row: AccountWithDefaults): Account['other_account'] {
  const { refused_platform_account_id: id, refused_at: seen_at, refused_because: detail } = row;
  return id === null || seen_at === null || detail === null ? null : { platform_account_id: id, seen_at, detail };
}
