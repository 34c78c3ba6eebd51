import type { Kysely } from 'kysely';
import { everyMetric } from '../observations/metrics.ts';
import type { AccountLookRow, AccountRow, Schema } from '../schema.ts';

/** What an account's looks are made up of beside its days. */
export type SeenBefore = Pick<
  AccountRow,
  | 'id'
  | 'organization_id'
  | 'added_at'
  | 'first_scrape_time'
  | 'last_scrape_time'
  | 'follower_count'
  | 'following_count'
  | 'profile_post_count'
>;

const dayMs = 86_400_000;

/**
 * The looks that an account must have had when only its days were kept: one at the end of each day whose followers are
 * known to have changed, the first and the last.
 */
export async function looksBefore(db: Kysely<Schema>, account: SeenBefore, origin: number): Promise<AccountLookRow[]> {
  const days = await db
    .selectFrom('account_days')
    .select(['day', 'followers_first', 'follower_accounts', 'followers_gained'])
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .orderBy('day')
    .execute();
  const last = Date.parse(account.last_scrape_time ?? account.added_at);
  const first = Math.min(last, Date.parse(account.first_scrape_time ?? account.added_at));
  const looks = new Map<number, number | null>([[first, null]]);
  let level = 0;
  let isKnown = false;
  for (const day of days) {
    isKnown ||= day.follower_accounts > 0;
    const begun = level + day.followers_first;
    level = begun + day.followers_gained;
    if (!isKnown || (day.follower_accounts === 0 && day.followers_gained === 0)) continue;
    const end = Math.min(Date.parse(day.day) + dayMs - 1, last);
    // A day that has both the first level and a gain was looked at twice.
    if (day.follower_accounts > 0 && day.followers_gained !== 0) looks.set(Math.min(first, end - 1), begun);
    looks.set(end, level);
  }
  looks.set(last, isKnown ? account.follower_count : null);
  return [...looks].map(([at, followers]) => ({
    organization_id: account.organization_id,
    account_id: account.id,
    at,
    origin,
    // Old posts keep where their gains begin, so it matters only when posts were listed last.
    listing: at === last ? 1 : 0,
    followers,
    following: at === last ? account.following_count : null,
    posts: at === last ? account.profile_post_count : null,
    steps: null,
    told: at === last ? everyMetric : 0,
    unread: null,
  }));
}
