import { profileLevel } from '../observations/metrics.ts';
import type { AccountLookRow, AccountRow } from '../schema.ts';
import type { AccountObservation } from './snapshot.ts';
import { areNamed, type Unreadable, unreadText } from './unread.ts';

/**
 * The row that says that an account was looked at, what its profile counted, and which metrics (bits) it `told` of posts. A
 * post that could not be read was shown all the same. Where not even its key can be, it may be any: such a listing does not
 * say which are gone, so it is not complete; nor is one with more of them than are kept.
 */
export function profileLook(
  account: Pick<AccountRow, 'id' | 'organization_id'>,
  origin: number,
  { at, snapshot }: { at: number; snapshot: AccountObservation },
  { told, unreadable }: { told: number; unreadable: readonly Unreadable[] },
): AccountLookRow {
  const { profile, posts, is_complete } = snapshot;
  const followers = profileLevel(profile?.follower_count);
  const step = profile?.followers_rounded ?? 0;
  const isRounded = followers !== null && Number.isSafeInteger(step) && step > 0;
  const isComplete = is_complete === true && areNamed(unreadable);
  return {
    organization_id: account.organization_id,
    account_id: account.id,
    at,
    origin,
    listing: posts === null ? 0 : isComplete ? 2 : 1,
    followers,
    following: profileLevel(profile?.following_count),
    posts: profileLevel(profile?.profile_post_count),
    steps: isRounded ? String(step) : null,
    told,
    unread: unreadText(unreadable),
  };
}
