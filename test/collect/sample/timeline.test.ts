import { describe, expect, it } from 'vitest';
import { dayMs, endOfDay, weekday } from '../../../src/collect/sample/day.ts';
import { type Persona, personaOf } from '../../../src/collect/sample/persona.ts';
import { countsAt, type Post } from '../../../src/collect/sample/post.ts';
import { type RosterAccount, rosterAccounts, rosterCreators } from '../../../src/collect/sample/roster.ts';
import { followersAt, postsAt } from '../../../src/collect/sample/timeline.ts';

/** Any day is a possible first start: what is said of the sample must hold for all of them. */
const sampleDays = [0, 61, 122, 183, 244, 305, 366].map((later) => Date.UTC(2026, 0, 5) / dayMs + later);

const personas = rosterAccounts
  .filter((account) => account.standing !== 'unknown')
  .map(({ platform, username }) => personaOf(platform, username));

/** Views that posts gained from the end of one day to the end of another. */
function gained(posts: readonly Post[], from: number, to: number): number {
  return posts.reduce(
    (sum, post) => sum + countsAt(post, endOfDay(to)).views - countsAt(post, endOfDay(from)).views,
    0,
  );
}

const of = (account: RosterAccount) => personaOf(account.platform, account.username);

describe.each(sampleDays)('the sample of day %i', (sampleDay) => {
  const postsOf = (persona: Persona) => postsAt(persona, endOfDay(sampleDay - 1), sampleDay);
  const allPosts = personas.flatMap(postsOf);

  it('gains more on Saturdays and Sundays than on Mondays and Tuesdays', () => {
    const week = Array.from({ length: 7 }, () => 0);
    for (let day = sampleDay - 119; day < sampleDay; day += 1) {
      week[weekday(day)] = (week[weekday(day)] ?? 0) + gained(allPosts, day - 1, day);
    }
    const [monday = 0, tuesday = 0, , , , saturday = 0, sunday = 0] = week;
    expect((saturday + sunday) / (monday + tuesday)).toBeGreaterThan(1.2);
  });

  it('has one creator in decline: views and followers', () => {
    const declining = rosterCreators.filter((creator) => creator.course === 'declining');
    expect(declining.map((creator) => creator.name)).toEqual(['Tidal Fitness']);
    const fallen = (declining[0]?.accounts ?? []).map(of);
    const theirPosts = fallen.flatMap(postsOf);
    const month = (first: number) => gained(theirPosts, sampleDay + first - 1, sampleDay + first + 29);
    expect(month(-30)).toBeLessThan(month(-60) * 0.75);
    expect(month(-60)).toBeLessThan(month(-90) * 1.1);
    for (const persona of fallen) {
      const then = followersAt(persona, endOfDay(sampleDay - 61), sampleDay);
      expect(followersAt(persona, endOfDay(sampleDay - 1), sampleDay)).toBeLessThan(then * 0.93);
    }
  });

  it('has a few viral posts', () => {
    const viral = personas.flatMap((persona) =>
      postsOf(persona).filter((post) => post.views > persona.typicalViews * 7),
    );
    expect(viral.length).toBeGreaterThanOrEqual(2);
    expect(viral.length).toBeLessThanOrEqual(20);
  });

  it('has about 1,500 posts, some of them older than the 120 days of history', () => {
    expect(allPosts.length).toBe(1510);
    expect(allPosts.filter((post) => post.createdAt < (sampleDay - 120) * dayMs).length).toBeGreaterThan(100);
  });
});

it('lists no more than two hundred posts, and never forgets one before', () => {
  const persona = personaOf('tiktok', 'nimbuskitchen');
  const [sampleDay = 0] = sampleDays;
  expect(postsAt(persona, endOfDay(sampleDay + 700), sampleDay)).toHaveLength(200);
  const before = postsAt(persona, endOfDay(sampleDay - 1), sampleDay);
  const after = postsAt(persona, endOfDay(sampleDay + 20), sampleDay);
  expect(after.slice(-before.length).map((post) => post.externalId)).toEqual(before.map((post) => post.externalId));
});
