import type { PushedDay, PushedPost, PushedProfile } from '../../contract/resources/pushed.ts';
import type { Look } from '../../store/ingest/look.ts';
import { whyNeverReadable } from '../../store/ingest/readable.ts';
import type { ReportedDayObservation } from '../../store/ingest/reported-day.ts';
import type { PostObservation, ProfileObservation } from '../../store/ingest/snapshot.ts';
import type { NamedPost, ReadItem, RefusedItem } from './read-item.ts';

export type ProfileItem = Extract<ReadItem, { kind: 'profile' }>;
export type PostItem = Extract<ReadItem, { kind: 'post' }>;
export type DayItem = Extract<ReadItem, { kind: 'day' }>;

/** An item, or why it is none: a post that can never be kept makes no account. */
export function readable(item: ReadItem | RefusedItem): ReadItem | RefusedItem {
  if (item.kind !== 'post') return item;
  const reason = whyNeverReadable(item.platform, postObservation(item.said, item.named), item.at);
  return reason === null ? item : { kind: 'refused', index: item.index, reason: `The post ${reason}.` };
}

/** The looks at an account that some of its items tell, by their instants. */
export function looksOf(profiles: readonly ProfileItem[], posts: readonly PostItem[]): Look[] {
  const said = new Map<number, { profile: PushedProfile | null; posts: PostObservation[] }>();
  const at = (instant: number) => {
    const known = said.get(instant) ?? { profile: null, posts: [] };
    said.set(instant, known);
    return known;
  };
  for (const item of profiles) {
    const look = at(item.at);
    look.profile = { ...look.profile, ...known(item.said) };
  }
  for (const item of posts) at(item.at).posts.push(postObservation(item.said, item.named));
  return [...said]
    .sort(([a], [b]) => a - b)
    .map(([instant, { profile, posts: seen }]) => {
      const listsAll = profile?.lists_all_posts === true;
      return {
        at: instant,
        snapshot: {
          profile: profile === null ? null : profileObservation(profile),
          posts: seen.length > 0 || listsAll ? seen : null,
          ...(listsAll && { is_complete: true }),
        },
      };
    });
}

/** The same instants without what was seen of posts: what posts gain depends on when there were looks at all. */
export function instantsOf(looks: readonly Look[]): Look[] {
  return looks.map(({ at, snapshot }) => ({
    at,
    snapshot: { ...snapshot, posts: snapshot.posts === null ? null : [] },
  }));
}

/** What an item says, without what it leaves open: of two items of one instant both count. */
function known(said: PushedProfile): PushedProfile {
  const told = Object.entries(said).filter(([, value]) => value !== null && value !== undefined);
  return { ...said, ...Object.fromEntries(told) };
}

function profileObservation(said: PushedProfile): ProfileObservation {
  const tellsWords = said.description !== undefined && said.description !== null;
  return {
    platform_account_id: said.platform_account_id ?? null,
    name: said.name ?? null,
    description: said.description ?? null,
    ...(!tellsWords && { words: 'name' as const }),
    profile_pic_url: said.profile_pic_url ?? null,
    is_verified: said.is_verified ?? false,
    link_in_bio: said.link_in_bio ?? null,
    follower_count: said.follower_count ?? null,
    following_count: said.following_count ?? null,
    profile_post_count: said.profile_post_count ?? null,
  };
}

export function postObservation(said: PushedPost, named: NamedPost): PostObservation {
  return {
    ...named,
    description: said.caption ?? null,
    create_time: new Date(said.created_at).toISOString(),
    media_type: said.media_type ?? (said.platform === 'tiktok' ? 'video' : 'image'),
    duration: said.duration ?? null,
    cover_image_url: said.cover_image_url ?? null,
    video_url: null,
    view_count: said.view_count ?? null,
    play_count: said.play_count ?? null,
    like_count: said.like_count ?? null,
    comment_count: said.comment_count ?? null,
    share_count: said.share_count ?? null,
    saved_count: said.saved_count ?? null,
  };
}

export function reportedDay({ day, followers, followers_gained, ...rest }: PushedDay): ReportedDayObservation {
  const { views, plays, likes, comments, shares, saves } = rest;
  return {
    day,
    gains: {
      views: views ?? null,
      plays: plays ?? null,
      likes: likes ?? null,
      comments: comments ?? null,
      shares: shares ?? null,
      saves: saves ?? null,
    },
    followers: followers ?? null,
    followers_gained: followers_gained ?? null,
  };
}
