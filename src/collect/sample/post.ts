import type { PostSnapshot } from '../../store/ingest/snapshot.ts';
import { shortcodeOf } from '../../store/observations/shortcode.ts';
import type { Platform } from '../../store/schema.ts';
import { captionOf } from './caption.ts';
import { exp2 } from './exp2.ts';
import { mediaAddress } from './media-address.ts';
import { pace } from './pace.ts';
import { type PostId, unpackPostId } from './post-id.ts';
import { between, seedOf, uniform } from './random.ts';

/** An invented post before anybody has counted anything: all of it follows from platform and id. */
export interface Post {
  platform: Platform;
  externalId: string;
  seed: number;
  id: PostId;
  /** Unix milliseconds. */
  createdAt: number;
  /** The audience's clock at its making. */
  createdPace: number;
  /** Views that it tends to; most are there after some days. */
  views: number;
  growth: Growth;
  ratios: Ratios;
  mediaType: 'video' | 'image' | 'carousel';
}

/** Views gather as two saturating curves, a rush of hours and a tail of weeks. */
interface Growth {
  /** The tail's part of all views. */
  tail: number;
  /** Days of the audience's clock until half of the rush is over. */
  rushHalf: number;
  tailHalf: number;
}

/** Each per view. */
interface Ratios {
  plays: number;
  likes: number;
  comments: number;
  shares: number;
  saves: number;
}

/** A post's counts at one moment; only ever growing with it. */
export interface Counts {
  views: number;
  plays: number;
  likes: number;
  comments: number;
  shares: number;
  /** Null on TikTok (contract §2). */
  saves: number | null;
}

/** Days of the audience's clock after which nobody comes across a post any more; its days then need no rows. */
const forgottenAfter = 60;

/** Views in the end for a reach of 0 … 255: 64 … 8.4 million, each step 4.7 % more. */
export function viewsOfReach(reach: number): number {
  return exp2(6 + (reach * 17) / 255);
}

/** The post of an external id, or undefined for what no platform would use as one. */
export function postOf(platform: Platform, externalId: string): Post | undefined {
  const id = unpackPostId(platform, externalId);
  if (id === undefined) return undefined;
  const seed = seedOf(`${platform} post ${externalId}`);
  const createdAt = createdSecondOf(id, seed) * 1000;
  const mediaType = mediaTypeOf(platform, seed);
  return {
    platform,
    externalId,
    seed,
    id,
    createdAt,
    createdPace: pace(id.tag, createdAt),
    views: viewsOfReach(id.reach) * between(seed, 'views', 0.97, 1.03),
    growth: {
      tail: between(seed, 'tail', 0.12, 0.3),
      rushHalf: between(seed, 'rush', 0.25, 1.1),
      tailHalf: between(seed, 'tail half', 8, 30),
    },
    ratios: ratiosOf(platform, mediaType, id.tag, seed),
    mediaType,
  };
}

/** What the post counts at this moment; all zero until it is made. */
export function countsAt(post: Post, instant: number): Counts {
  const { ratios } = post;
  const views = instant <= post.createdAt ? 0 : post.views * shareGathered(post, instant);
  return {
    views: Math.floor(views),
    plays: Math.floor(Math.floor(views) * ratios.plays),
    likes: Math.floor(views * ratios.likes),
    comments: Math.floor(views * ratios.comments),
    shares: Math.floor(views * ratios.shares),
    saves: post.platform === 'tiktok' ? null : Math.floor(views * ratios.saves),
  };
}

/** What a provider sees of the post at this moment. */
export function postSnapshot(post: Post, instant: number): PostSnapshot {
  const counts = countsAt(post, instant);
  const film = post.mediaType === 'video';
  return {
    external_id: post.externalId,
    shortcode: post.platform === 'instagram' ? shortcodeOf(BigInt(post.externalId)) : null,
    description: captionOf(post.seed, post.id.niche, post.id.language),
    create_time: new Date(post.createdAt).toISOString(),
    media_type: post.mediaType,
    duration: film ? Math.floor(between(post.seed, 'duration', 7, 94)) : null,
    cover_image_url: mediaAddress(post.platform, `posts/${post.externalId}/cover.jpg`),
    video_url: film ? mediaAddress(post.platform, `posts/${post.externalId}/video.mp4`) : null,
    view_count: counts.views,
    play_count: counts.plays,
    like_count: counts.likes,
    comment_count: counts.comments,
    share_count: counts.shares,
    saved_count: counts.saves,
  };
}

function shareGathered(post: Post, instant: number): number {
  const age = Math.min(forgottenAfter, pace(post.id.tag, instant) - post.createdPace);
  const { tail, rushHalf, tailHalf } = post.growth;
  return (1 - tail) * (age / (age + rushHalf)) + tail * (age / (age + tailHalf));
}

/** Ids that are not the platform's own carry no date; such a post was made some time in 2024. */
function createdSecondOf(id: PostId, seed: number): number {
  const from2016 = 1_451_606_400;
  const from2024 = 1_704_067_200;
  return id.createdSecond >= from2016
    ? id.createdSecond
    : from2024 + Math.floor(uniform(seed, 'created') * 365 * 86_400);
}

function mediaTypeOf(platform: Platform, seed: number): Post['mediaType'] {
  const draw = uniform(seed, 'media');
  if (platform === 'tiktok' || draw < 0.74) return 'video';
  return draw < 0.9 ? 'carousel' : 'image';
}

/** An account's followers react alike from post to post, so part of each ratio is the audience's own. */
function ratiosOf(platform: Platform, mediaType: Post['mediaType'], audience: number, seed: number): Ratios {
  const warmth = between(audience, 'warmth', 0.7, 1.4) * between(seed, 'warmth', 0.75, 1.25);
  const tiktok = platform === 'tiktok';
  return {
    // Instagram counts every replay as a play; a picture is not played more often than seen.
    plays: tiktok || mediaType !== 'video' ? 1 : between(seed, 'replays', 1.04, 1.3),
    likes: warmth * (tiktok ? between(seed, 'likes', 0.06, 0.11) : between(seed, 'likes', 0.03, 0.06)),
    comments: warmth * between(seed, 'comments', 0.001, tiktok ? 0.005 : 0.004),
    shares: warmth * between(seed, 'shares', 0.002, tiktok ? 0.012 : 0.008),
    saves: warmth * between(seed, 'saves', 0.003, 0.015),
  };
}
