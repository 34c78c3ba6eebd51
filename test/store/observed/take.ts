import { recordLooks, withdrawLooks } from '../../../src/store/ingest/record-looks.ts';
import { recordReported, withdrawReported } from '../../../src/store/ingest/record-reported.ts';
import type { ReportedDayObservation } from '../../../src/store/ingest/reported-day.ts';
import type { AccountObservation, PostObservation } from '../../../src/store/ingest/snapshot.ts';
import type { Store } from '../../../src/store/store.ts';
import type { ReportedDay, SeenAccount, SeenPost, Step, Told, Tracked } from './looks.ts';
import { metricNames, saidNothing } from './looks.ts';

/** After every day that is told. */
const now = Date.parse('2026-12-01');

/** Does the steps to an organization, one call each. */
export async function take(
  store: Store,
  steps: readonly Step[],
  tracked: Tracked,
  organizationId = 'o',
): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'withdraw') {
      const origin = { source: step.source, importId: step.importId };
      await withdrawLooks(store, { organizationId, accountId: step.account, origin });
      await withdrawReported(store, { organizationId, accountId: step.account, origin });
      continue;
    }
    if (step.kind === 'report') {
      await report(store, organizationId, step.days);
      continue;
    }
    const [first] = step.looks;
    if (first === undefined) continue;
    await recordLooks(store, {
      organizationId,
      accountId: first.account,
      origin: { source: first.source, importId: first.importId },
      looks: step.looks.map((look) => ({ at: look.at, snapshot: observationOf(look, tracked) })),
    });
  }
}

async function report(store: Store, organizationId: string, days: readonly ReportedDay[]): Promise<void> {
  const [first] = days;
  if (first === undefined) return;
  const { account: accountId, source, importId } = first;
  await recordReported(store, {
    organizationId,
    accountId,
    origin: { source, importId },
    days: days.map(asReported),
    now,
  });
}

function asReported({ day, gains, followers }: ReportedDay): ReportedDayObservation {
  const told = [...metricNames, 'followers'] as const;
  const rounded = told.filter((metric) => gains[metric]?.isRounded === true);
  return {
    day,
    gains: Object.fromEntries(metricNames.map((metric) => [metric, gains[metric]?.gained ?? null])),
    followers: followers?.level ?? null,
    followers_rounded: followers?.step ?? 0,
    followers_gained: gains.followers?.gained ?? null,
    rounded: rounded.map((metric) => (metric === 'followers' ? 'followers_gained' : metric)),
  };
}

/** What a source would give that saw this. */
function observationOf({ profile, posts, isComplete, unread }: SeenAccount, tracked: Tracked): AccountObservation {
  const followers = profile?.followers ?? null;
  const rounded = followers === null || followers.step === 0 ? {} : { followers_rounded: followers.step };
  return {
    profile: profile && {
      name: profile.name,
      description: profile.bio,
      ...(profile.words === 'name' && { words: 'name' as const }),
      profile_pic_url: null,
      is_verified: false,
      link_in_bio: null,
      follower_count: followers?.level ?? null,
      following_count: followers?.level ?? null,
      profile_post_count: null,
      ...rounded,
    },
    posts: posts && [...posts.map((post) => postOf(post, tracked)), ...unread.map((key) => unreadable(key, tracked))],
    is_complete: isComplete,
  };
}

/** One whose key can be read, and not when it was made. */
function unreadable(key: string, tracked: Tracked): PostObservation {
  const levels = { views: null, plays: null, likes: null, comments: null, shares: null, saves: null };
  return { ...postOf({ key, levels, ...saidNothing }, tracked), create_time: 'soon' };
}

export function postOf(
  { key, levels, caption, cover, seconds, later }: SeenPost,
  { madeAt }: Tracked,
): PostObservation {
  const level = (told: Told) => told?.level ?? null;
  const steps = metricNames.flatMap((metric) => {
    const step = levels[metric]?.step ?? 0;
    return step > 0 ? [[metric, step] as const] : [];
  });
  return {
    external_id: key,
    shortcode: null,
    description: caption,
    create_time: new Date((madeAt.get(key) ?? 0) + later).toISOString(),
    media_type: 'video',
    duration: seconds,
    cover_image_url: cover,
    video_url: null,
    view_count: level(levels.views),
    play_count: level(levels.plays),
    like_count: level(levels.likes),
    comment_count: level(levels.comments),
    share_count: level(levels.shares),
    saved_count: level(levels.saves),
    ...(steps.length > 0 && { rounded: Object.fromEntries(steps) }),
  };
}
