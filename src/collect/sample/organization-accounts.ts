import type { AccountHistory, PostHistory } from '../../store/ingest/history.ts';
import { postContent } from '../../store/ingest/post-rows.ts';
import { dayNumber, endOfDay } from './day.ts';
import { type Followed, pastFollowers, pastOfPost, type Sample } from './past.ts';
import { personaOf } from './persona.ts';
import { type Post, postSnapshot } from './post.ts';
import { sampleProfile } from './provider.ts';
import type { RosterAccount } from './roster.ts';
import { stableId } from './stable-id.ts';
import { postsAt } from './timeline.ts';
import { niches } from './wording.ts';

/** How long ago the paused account was paused, in days. */
const pausedFor = 18;
/** Refreshes go on from 20:00 on the day of the start, one every four minutes: each day then has one, as in the history. */
const refreshHour = 20 * 3_600_000;
const refreshStep = 4 * 60_000;

type Account = RosterAccount & { creatorId: string | null };

/** An account of the sample organization with its whole past; `order` is its place among them. */
export function accountPast(sample: Sample, account: Account, order: number): AccountHistory {
  if (account.standing === 'unknown') return neverSeen(sample, account, order);
  const { first } = sample.followed;
  const last = account.standing === 'paused' ? sample.followed.last - pausedFor : sample.followed.last;
  const persona = personaOf(account.platform, account.username);
  const posts = postsAt(persona, endOfDay(last), sample.sampleDay).toReversed();
  const profile = sampleProfile(persona, endOfDay(last), sample.sampleDay, posts.length);
  return {
    account: {
      ...tracked(sample, account, order),
      // For a paused account this is in the past: it is due as soon as it is resumed.
      next_refresh_at: refreshAfter(last, order),
      name: profile.name,
      description: profile.description,
      profile_pic_url: profile.profile_pic_url,
      profile_pic_url_original: profile.profile_pic_url,
      is_verified: profile.is_verified ? 1 : 0,
      is_active: account.standing === 'paused' ? 0 : 1,
      is_unavailable: 0,
      link_in_bio: profile.link_in_bio,
      first_scrape_time: iso(endOfDay(first)),
      last_scrape_time: iso(endOfDay(last)),
      following_count: profile.following_count,
      profile_post_count: profile.profile_post_count,
    },
    followers: pastFollowers(persona, { first, last }, sample.sampleDay),
    posts: posts.map((post) => postPast(post, { first, last })),
  };
}

/** Asked for, and not known on its platform: so it was never refreshed, and never will be. */
function neverSeen(sample: Sample, account: Account, order: number): AccountHistory {
  return {
    account: {
      ...tracked(sample, account, order),
      name: null,
      description: null,
      profile_pic_url: null,
      profile_pic_url_original: null,
      is_verified: 0,
      is_active: 1,
      is_unavailable: 1,
      link_in_bio: null,
      first_scrape_time: null,
      last_scrape_time: null,
      following_count: 0,
      profile_post_count: 0,
    },
    followers: [],
    posts: [],
  };
}

/** What the organization itself says of an account, whatever its platform knows. */
function tracked({ organizationId, followed }: Sample, account: Account, order: number) {
  const { platform, username, creatorId } = account;
  return {
    id: stableId(organizationId, `account ${platform} ${username}`),
    platform,
    username,
    paused_by_creator: 0 as const,
    creator_id: creatorId,
    category: niches[personaOf(platform, username).niche]?.name ?? null,
    metadata: JSON.stringify(creatorId === null ? {} : { tier: tierOf(account) }),
    added_at: iso(endOfDay(followed.first) - (60 - order) * 20_000),
    next_refresh_at: refreshAfter(followed.last, order),
    scrape_interval_hours: 24,
    max_recent_posts_per_account: null,
    post_lookback_days: null,
  };
}

function refreshAfter(day: number, order: number): string {
  return iso(endOfDay(day) + 1 + refreshHour + order * refreshStep);
}

function postPast(post: Post, followed: Followed): PostHistory {
  const found = iso(endOfDay(Math.max(followed.first, dayNumber(post.createdAt))));
  const lastSeen = endOfDay(followed.last);
  const snapshot = postSnapshot(post, lastSeen);
  return {
    post: {
      ...postContent(snapshot),
      external_id: snapshot.external_id,
      create_time: snapshot.create_time,
      added_at: found,
      updated_at: iso(lastSeen),
      first_scrape_time: found,
      last_scrape_time: iso(lastSeen),
    },
    history: pastOfPost(post, followed),
  };
}

function tierOf({ followers }: RosterAccount): string {
  if (followers >= 500_000) return 'mega';
  return followers >= 100_000 ? 'macro' : 'micro';
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
