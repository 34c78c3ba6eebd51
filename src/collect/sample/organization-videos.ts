import type { VideoHistory } from '../../store/ingest/history.ts';
import { postContent } from '../../store/ingest/post-rows.ts';
import type { Platform } from '../../store/schema.ts';
import { dayMs, dayNumber, endOfDay } from './day.ts';
import { pastOfPost, type Sample } from './past.ts';
import { type Persona, personaOf } from './persona.ts';
import { type Post, postSnapshot } from './post.ts';
import { rosterAccounts } from './roster.ts';
import { stableId } from './stable-id.ts';
import { postsAt } from './timeline.ts';

/** Posts of accounts that are tracked too. */
const ofTracked = 12;
/** Posts of accounts that nobody tracks: two of each of these. */
const strangers: readonly (readonly [Platform, string])[] = [
  ['instagram', 'inkwell.alley'],
  ['instagram', 'sunday.kiln'],
  ['tiktok', 'marblemoth'],
  ['tiktok', 'slow.ferry'],
];
/** Youngest of those tracked, in days: each has some history of its own. */
const youngest = 14;

/** The 20 individually tracked videos, each followed from the day on which it was made. */
export function videoPasts({ organizationId, sampleDay, followed }: Sample): readonly VideoHistory[] {
  const of = (persona: Persona, tracked: boolean, count: number) =>
    farthest(persona, sampleDay, followed.first, count).map((post) => ({ post, owner: tracked ? persona : null }));
  const chosen = [
    ...rosterAccounts
      .filter((account) => account.standing === undefined)
      .slice(0, ofTracked)
      .flatMap((account) => of(personaOf(account.platform, account.username), true, 1)),
    ...strangers.flatMap(([platform, username]) => of(personaOf(platform, username), false, 2)),
  ];
  return chosen.map(({ post, owner }, order) => {
    const first = dayNumber(post.createdAt);
    const seenFirst = endOfDay(first);
    const seenLast = endOfDay(followed.last);
    const snapshot = postSnapshot(post, seenLast);
    return {
      video: {
        id: stableId(organizationId, `video ${post.platform} ${post.externalId}`),
        platform: post.platform,
        is_active: 1,
        scrape_interval_hours: 24,
        // After the accounts, which begin at 20:00.
        next_refresh_at: iso(seenLast + 1 + 22 * 3_600_000 + order * 120_000),
        metadata: JSON.stringify(owner === null ? { purpose: 'benchmark' } : { purpose: 'campaign' }),
        added_at: iso(seenFirst - 60_000 + order),
        updated_at: iso(seenLast),
        account_id: owner === null ? null : stableId(organizationId, `account ${owner.platform} ${owner.username}`),
        account_username: owner?.username ?? null,
        platform_account_id: owner?.platformId ?? null,
        platform_data: '{}',
        ...postContent(snapshot),
        external_id: post.externalId,
        create_time: snapshot.create_time,
        first_scrape_time: iso(seenFirst),
        last_scrape_time: iso(seenLast),
      },
      history: pastOfPost(post, { first, last: followed.last }),
    };
  });
}

/** Those posts of an account, made since `since` and at least two weeks old, that will go farthest. */
function farthest(persona: Persona, sampleDay: number, since: number, count: number): readonly Post[] {
  return postsAt(persona, sampleDay * dayMs - youngest * dayMs, sampleDay)
    .filter((post) => dayNumber(post.createdAt) > since)
    .toSorted((a, b) => b.views - a.views)
    .slice(0, count);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
