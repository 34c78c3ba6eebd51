import fc from 'fast-check';
import { hour, noon } from '../rows.ts';
import type { ReportedDay, SeenAccount, Step, Told, Tracked } from './looks.ts';

const day = 24 * hour;

export const tracked: Tracked = {
  accounts: new Map([
    ['a', 'instagram'],
    ['t', 'tiktok'],
  ]),
  madeAt: new Map([
    ['old', noon - 30 * day],
    ['late', noon - 3 * day],
    ['fresh', noon + hour],
    ['later', noon + 3 * day],
  ]),
};

export const origins = [
  { source: 'api', importId: '' },
  { source: 'push', importId: '' },
  { source: 'file', importId: 'one' },
  { source: 'file', importId: 'two' },
] as const;
const origin = fc.constantFrom(...origins);
const account = fc.constantFrom(...tracked.accounts.keys());

/** Where files place what they tell of a day. */
function endOfDay(at: number): number {
  return at - (at % day) + day - 1;
}

/** Small numbers and few instants, so that they meet. */
const told: fc.Arbitrary<Told> = fc.option(
  fc.record({ level: fc.nat(12).map((n) => n * 50), step: fc.constantFrom(0, 0, 0, 100, 200) }),
  { freq: 5 },
);
const seldomTold: fc.Arbitrary<Told> = fc.option(told, { freq: 1 });
const word = fc.constantFrom('red', 'green', 'blue', null);
const post = fc.record({
  key: fc.constantFrom(...tracked.madeAt.keys()),
  caption: word,
  cover: word,
  seconds: fc.constantFrom(7, 12, null),
  later: fc.constantFrom(0, 0, 0, 0, hour, -2 * hour, -30 * hour),
  levels: fc.record({
    views: told,
    plays: told,
    likes: seldomTold,
    comments: seldomTold,
    shares: seldomTold,
    saves: told,
  }),
});
const look: fc.Arbitrary<SeenAccount> = fc
  .record({
    account,
    origin,
    at: fc
      .tuple(fc.integer({ min: -8, max: 20 }), fc.constantFrom(false, false, false, true))
      .map(([n, isOfDay]) => (isOfDay ? endOfDay(noon + n * 6 * hour) : noon + n * 6 * hour)),
    profile: fc.option(
      fc.oneof(
        fc.record({ name: word, bio: word, followers: told }),
        fc.record({ name: word, bio: fc.constant(null), words: fc.constant('name' as const), followers: told }),
      ),
    ),
    posts: fc.option(fc.array(post, { maxLength: 4 }), { freq: 5 }),
    isComplete: fc.boolean(),
    unread: fc.option(fc.constantFrom(...tracked.madeAt.keys()), { freq: 2 }),
  })
  .map(({ origin, posts: all, unread, ...rest }) => {
    // Nobody sees a post before it is made.
    const posts = all?.filter(({ key, later }) => (tracked.madeAt.get(key) ?? 0) + later <= rest.at) ?? null;
    // A list in which nothing could be read tells other things than an empty one.
    const isRead = posts !== null && posts.length > 0;
    const isComplete = posts !== null && rest.isComplete;
    return { ...origin, ...rest, posts, isComplete, unread: unread !== null && isRead ? [unread] : [] };
  });

/** Looks with the call each is told in: calls hold one account and origin, and some looks are told twice. */
const calls = fc
  .array(fc.record({ look, call: fc.nat(3), again: fc.option(fc.nat(3), { freq: 1 }) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((wishes) => {
    const placed = wishes.flatMap(({ look, call, again }) => [
      { look, call },
      ...(again === null ? [] : [{ look, call: again }]),
    ]);
    const groups = Map.groupBy(placed, ({ look, call }) => `${look.account} ${look.source} ${look.importId} ${call}`);
    return [...groups.values()].map((group): Step => ({ kind: 'record', looks: group.map(({ look }) => look) }));
  });
const reportedGain = fc.option(
  fc.record({ gained: fc.integer({ min: -2, max: 8 }).map((n) => n * 25), isRounded: fc.boolean() }),
  { freq: 3 },
);
const reported: fc.Arbitrary<ReportedDay> = fc
  .record({
    account,
    origin,
    day: fc.integer({ min: -3, max: 6 }).map((n) => new Date(noon + n * day).toISOString().slice(0, 10)),
    gains: fc.record({
      views: reportedGain,
      plays: reportedGain,
      likes: reportedGain,
      comments: reportedGain,
      shares: reportedGain,
      saves: reportedGain,
      followers: reportedGain,
    }),
    followers: seldomTold,
  })
  .map(({ origin, ...rest }) => ({ ...origin, ...rest }));

/** Reported days, those of one account and origin in one call, some of them twice. */
const reports = fc.array(fc.tuple(reported, fc.boolean()), { maxLength: 6 }).map((all) => {
  const given = all.flatMap(([one, again]) => (again ? [one, one] : [one]));
  const groups = Map.groupBy(given, (one) => `${one.account} ${one.source} ${one.importId}`);
  return [...groups.values()].map((days): Step => ({ kind: 'report', days }));
});

const withdrawal = fc
  .record({ account, origin })
  .map(({ account, origin }): Step => ({ kind: 'withdraw', account, ...origin }));

/** Looks and reported days in any order and any calls, and some of their origins taken back at any time. */
export const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(calls, reports, fc.array(withdrawal, { maxLength: 3 }))
  .chain(([made, told, taken]) => {
    const all = [...made, ...told, ...taken];
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
  });
