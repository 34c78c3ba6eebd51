import { sql } from 'kysely';
import { type Gains, hasGains, noGains } from '../../src/store/observations/counts.ts';
import type { GainColumns, Platform } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import type { Dice } from '../secrets/dice.ts';
import { oldAccount, oldOrganization, run } from './old-rows.ts';

const dayMs = 86_400_000;
const first = Date.UTC(2026, 0, 1);
const gainNames = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const;

/** A post as an earlier program kept it: its counts, when it was seen, and the days on which it gained something. */
export interface OldPost {
  readonly id: number;
  readonly organizationId: string;
  readonly accountId: string;
  readonly platform: Platform;
  readonly counts: Gains;
  readonly hasSaves: boolean;
  readonly createTime: string;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly days: readonly GainColumns[];
}

const owners = [
  { organizationId: 'o', accountId: 'a', platform: 'instagram' },
  { organizationId: 'o', accountId: 't', platform: 'tiktok' },
  { organizationId: 'other', accountId: 'b', platform: 'instagram' },
  { organizationId: 'other', accountId: 'never', platform: 'tiktok' },
] as const;

/** Posts of two organizations: some without days, some that lost more than they have, some with odd times. */
export function oldPosts(dice: Dice, count: number): OldPost[] {
  return Array.from({ length: count }, (_, index) => {
    const owner = dice.pick(owners);
    const hasSaves = owner.platform === 'instagram' && dice.chance(0.75);
    const madeOn = dice.below(60);
    const days = daysFrom(dice, madeOn, owner.platform === 'tiktok' ? 'tiktok' : hasSaves ? 'saves' : 'no saves');
    const counts = countsAfter(dice, days);
    return { ...owner, id: index + 1, counts, hasSaves, days, ...timesOf(dice, madeOn, days) };
  });
}

function countsAfter(dice: Dice, days: readonly GainColumns[]): Gains {
  // Now and then less than the days say: a count that was corrected by hand.
  const begun = (dice.chance(0.5) ? 0 : dice.below(5_000)) - (dice.chance(0.08) ? 900 : 0);
  const counts = noGains();
  for (const name of gainNames) counts[name] = days.reduce((sum, day) => sum + day[name], begun);
  return counts;
}

/** Most posts were seen after their last day; some programs did not say when, or less than their days do. */
function timesOf(dice: Dice, madeOn: number, days: readonly GainColumns[]) {
  const at = (day: number) => new Date(first + day * dayMs + dice.below(dayMs)).toISOString();
  const last = days.at(-1);
  const lastDay = last === undefined ? madeOn : (Date.parse(last.day) - first) / dayMs;
  const kind = dice.below(8);
  return {
    createTime: at(madeOn),
    firstSeen: kind === 0 ? null : at(madeOn),
    lastSeen: kind < 2 ? null : at(kind === 2 ? madeOn : lastDay + dice.below(3)),
  };
}

function daysFrom(dice: Dice, madeOn: number, kind: 'tiktok' | 'saves' | 'no saves'): GainColumns[] {
  const days: GainColumns[] = [];
  for (let day = madeOn; day < madeOn + 12; day += 1) {
    if (dice.below(2) === 0) continue;
    const views = dice.below(900) - 60;
    const gains = {
      views,
      plays: kind === 'tiktok' ? views : views + dice.below(9),
      likes: dice.below(40) - 4,
      comments: dice.below(5),
      shares: dice.below(3),
      saves: kind === 'saves' ? dice.below(7) : 0,
    };
    if (hasGains(gains)) days.push({ day: new Date(first + day * dayMs).toISOString().slice(0, 10), ...gains });
  }
  return days;
}

/** Writes them as an earlier program did, into a database of its time. */
export async function writeOldPosts(store: Pick<Store, 'write'>, posts: readonly OldPost[]): Promise<void> {
  const organizations = [...new Set(owners.map(({ organizationId }) => organizationId))];
  await run(store, organizations.flatMap(oldOrganization));
  await run(
    store,
    owners.flatMap(({ accountId, ...owner }) => oldAccount({ id: accountId, ...owner })),
  );
  for (let from = 0; from < posts.length; from += 500) {
    const some = posts.slice(from, from + 500);
    await sql
      .raw(`insert into account_videos (platform, id, organization_id, account_id, external_id, create_time,
      view_count, play_count, like_count, comment_count, share_count, saved_count, first_scrape_time, last_scrape_time,
      added_at, updated_at) values ${some.map(postValues).join(', ')}`)
      .execute(store.write);
    const days = some.flatMap((post) => post.days.map((day) => dayValues(post, day)));
    await sql
      .raw(`insert into account_video_days (platform, video_id, organization_id, day, ${gainNames.join(', ')})
      values ${days.join(', ')}`)
      .execute(store.write);
  }
}

function postValues({ platform, id, organizationId, accountId, counts, ...post }: OldPost): string {
  const text = (value: string | null) => (value === null ? 'null' : `'${value}'`);
  const { views, plays, likes, comments, shares, saves } = counts;
  return `('${platform}', ${id}, '${organizationId}', '${accountId}', 'p${id}', '${post.createTime}', ${views}, ${plays},
    ${likes}, ${comments}, ${shares}, ${post.hasSaves ? saves : 'null'}, ${text(post.firstSeen)}, ${text(post.lastSeen)},
    '${post.createTime}', '${post.createTime}')`;
}

function dayValues({ platform, id, organizationId }: OldPost, day: GainColumns): string {
  return `('${platform}', ${id}, '${organizationId}', '${day.day}', ${gainNames.map((name) => day[name]).join(', ')})`;
}

/** Followers of an account as an earlier program kept them: steps of days, with the first level and a gain on one of them. */
export async function writeOldFollowers(store: Pick<Store, 'write'>): Promise<void> {
  const steps = [
    ['a', '2026-01-05', 100, 1, 7],
    ['a', '2026-01-06', 0, 0, -3],
    ['a', '2026-01-09', 0, 0, 20],
    ['t', '2026-01-05', 500, 1, 0],
    ['t', '2026-01-07', 0, 0, 1],
  ];
  await run(store, [
    ...steps.map(
      ([
        account,
        day,
        from,
        accounts,
        gained,
      ]) => `insert into account_days (account_id, organization_id, day, views, plays,
        likes, comments, shares, saves, followers_first, follower_accounts, followers_gained)
        values ('${account}', 'o', '${day}', 0, 0, 0, 0, 0, 0, ${from}, ${accounts}, ${gained})`,
    ),
    `update accounts set follower_count = 124, following_count = 5, profile_post_count = 9,
      first_scrape_time = '2026-01-05T08:00:00.000Z', last_scrape_time = '2026-01-10T12:00:00.000Z' where id = 'a'`,
    `update accounts set follower_count = 501,
      first_scrape_time = '2026-01-05T08:00:00.000Z', last_scrape_time = '2026-01-07T06:00:00.000Z' where id = 't'`,
  ]);
}
