import { profileLevel } from '../observations/metrics.ts';
import type { AccountLookRow, AccountRow } from '../schema.ts';
import type { AccountObservation } from './snapshot.ts';

/** The row that says that an account was looked at, and what its profile counted. */
export function profileLook(
  account: Pick<AccountRow, 'id' | 'organization_id'>,
  origin: number,
  { at, snapshot }: { at: number; snapshot: AccountObservation },
): AccountLookRow {
  const { profile, posts, is_complete } = snapshot;
  const followers = profileLevel(profile?.follower_count);
  const step = followers === null ? undefined : profile?.followers_rounded;
  return {
    organization_id: account.organization_id,
    account_id: account.id,
    at,
    origin,
    listing: posts === null ? 0 : is_complete === true ? 2 : 1,
    followers,
    following: profileLevel(profile?.following_count),
    posts: profileLevel(profile?.profile_post_count),
    steps: step === undefined ? null : String(step),
  };
}
