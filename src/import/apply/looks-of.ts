import type { Look } from '../../store/ingest/look.ts';
import type { PostObservation, ProfileObservation } from '../../store/ingest/snapshot.ts';
import type { ProfileSaid } from '../observation.ts';
import type { StagedRow } from '../stage/staged.ts';

/** Looks of what a file says of an account itself, with all instants at which its posts were seen. */
export function looksOfAccount(
  rows: readonly StagedRow[],
  instants: readonly number[],
  identity: Pick<ProfileObservation, 'platform_account_id' | 'username'>,
): Look[] {
  const profiles = new Map<number, ProfileSaid>();
  for (const { at, body } of rows) {
    if (body.kind === 'profile') profiles.set(at, fuller(profiles.get(at), body.profile));
  }
  const seen = new Set(instants);
  const all = [...new Set([...profiles.keys(), ...seen])].sort((a, b) => a - b);
  return all.map((at) => {
    const said = profiles.get(at);
    const profile = said === undefined ? null : profileOf(said, identity);
    return { at, snapshot: { profile, posts: seen.has(at) ? [] : null } };
  });
}

/** What two rows of one instant say of a profile: of each number the exact, then the higher. */
function fuller(before: ProfileSaid | undefined, said: ProfileSaid): ProfileSaid {
  if (before?.followers === undefined || said.followers === undefined) return { ...before, ...said };
  const [isExact, wasExact] = [said.followersStep === undefined, before.followersStep === undefined];
  const isBetter = isExact === wasExact ? said.followers > before.followers : isExact;
  return isBetter ? { ...before, ...said } : { ...said, ...before };
}

function profileOf(
  said: ProfileSaid,
  identity: Pick<ProfileObservation, 'platform_account_id' | 'username'>,
): ProfileObservation {
  return {
    ...identity,
    name: said.name ?? null,
    description: said.description ?? null,
    ...(said.description === undefined && { words: 'name' as const }),
    profile_pic_url: null,
    is_verified: false,
    link_in_bio: null,
    follower_count: said.followers ?? null,
    following_count: said.following ?? null,
    profile_post_count: said.posts ?? null,
    ...(said.followersStep !== undefined && { followers_rounded: said.followersStep }),
  };
}

/** Looks of some posts, each at its instants. */
export function looksOfPosts(rows: readonly StagedRow[]): Look[] {
  const posts = new Map<number, PostObservation[]>();
  for (const { at, body } of rows) {
    if (body.kind !== 'post') continue;
    const seen = posts.get(at);
    if (seen === undefined) posts.set(at, [body.post]);
    else seen.push(body.post);
  }
  return [...posts].sort(([a], [b]) => a - b).map(([at, those]) => ({ at, snapshot: { profile: null, posts: those } }));
}
