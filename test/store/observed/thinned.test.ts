import fc from 'fast-check';
import { beforeEach, expect, inject, it } from 'vitest';
import { recordAccountSnapshot } from '../../../src/store/ingest/account-snapshot.ts';
import { thinLevels } from '../../../src/store/ingest/thin-levels.ts';
import type { Store } from '../../../src/store/store.ts';
import { testStores } from '../open-test-store.ts';
import { rollupDifferences } from '../rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization, hour, noon, post, snapshotOf } from '../rows.ts';
import { origins, tracked } from './arbitrary.ts';
import type { Step } from './looks.ts';
import { saidNothing } from './looks.ts';
import { tablesOf } from './tables.ts';
import { take } from './take.ts';

const day = 24 * hour;
/** After all days of the steps. */
const late = { now: noon + 400 * day, days: 90 };

async function beginAnew(store: Store): Promise<void> {
  await store.write.deleteFrom('organizations').execute();
  await addOrganization(store, 'o');
  await addCreator(store, 'o', 'c');
  for (const [id, platform] of tracked.accounts) await addAccount(store, 'o', accountFacts(id, platform, 'c'));
}

/** What anybody is answered. */
async function answered(store: Store) {
  const { accounts, account_videos, account_days, creator_days, organization_days, post_days } = await tablesOf(store);
  return {
    days: { account_days, creator_days, organization_days, post_days },
    accounts: accounts?.map(({ thinned_until, ...row }) => row),
    posts: account_videos,
  };
}

/**
 * Many looks on few days. None is rounded: what a rounded one that comes later gains on a day that was thinned depends on
 * levels that are gone.
 */
const told = fc.option(
  fc.nat(9).map((n) => ({ level: n * 50, step: 0 })),
  { freq: 4 },
);
const look: fc.Arbitrary<Step> = fc
  .record({
    account: fc.constantFrom(...tracked.accounts.keys()),
    origin: fc.constantFrom(...origins),
    at: fc.nat(12).map((n) => noon + 26 * hour + n * 3 * hour),
    posts: fc.array(
      fc.record({
        key: fc.constantFrom('old', 'late', 'fresh'),
        levels: fc.record({ views: told, plays: told, likes: told, comments: told, shares: told, saves: told }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ origin, posts, ...rest }) => ({
    kind: 'record',
    looks: [
      {
        ...origin,
        ...rest,
        posts: posts.map((post) => ({ ...saidNothing, ...post })),
        profile: null,
        isComplete: false,
        unread: [],
      },
    ],
  }));
const withdrawal: fc.Arbitrary<Step> = fc
  .record({ account: fc.constantFrom(...tracked.accounts.keys()), origin: fc.constantFrom(...origins) })
  .map(({ account, origin }) => ({ kind: 'withdraw', account, ...origin }));
const before = fc.array(look, { minLength: 8, maxLength: 24 });
const afterwards = fc.array(fc.oneof({ weight: 5, arbitrary: look }, { weight: 1, arbitrary: withdrawal }), {
  maxLength: 5,
});

/** Of which the middle one goes. */
const thriceADay: Step[] = [1, 2, 3].map((hours) => {
  const each = { level: 50 * hours, step: 0 };
  const levels = { views: each, plays: each, likes: each, comments: each, shares: each, saves: each };
  const seen = { account: 'a', source: 'api', importId: '', at: noon + 24 * hour + hours * hour } as const;
  return {
    kind: 'record',
    looks: [{ ...seen, profile: null, posts: [{ ...saidNothing, key: 'old', levels }], isComplete: false, unread: [] }],
  };
});

testStores('levels of which one a day is kept', (opened, dialect) => {
  beforeEach(() => beginAnew(opened().store));

  it('are the first, and the last of each day, from the given age on', async () => {
    const { store } = opened();
    for (let hours = 0; hours < 96; hours += 6) {
      const snapshot = snapshotOf(1, [post('p', hours)]);
      await recordAccountSnapshot(store, { organizationId: 'o', accountId: 'a', at: noon + hours * hour, snapshot });
    }
    const before = await answered(store);
    // The days of the first two: 10 and 11 March.
    const thinning = { now: noon + 92 * day, days: 90 };
    expect(await thinLevels(store, thinning)).toBe(3);
    const views = await store.read.selectFrom('post_levels').select('views').orderBy('at').execute();
    expect(views.map((row) => row.views).slice(0, 4)).toEqual([0, 6, 30, 36]);
    expect(views).toHaveLength(13);
    expect(await thinLevels(store, thinning)).toBe(0);
    expect(await answered(store)).toEqual(before);
    expect(await thinLevels(store, { now: noon + 94 * day, days: 90 })).toBeGreaterThan(0);
    expect(await answered(store)).toEqual(before);
  });

  it('change no answer, whatever was seen and whatever comes later', async () => {
    const { store } = opened();
    let gone = 0;
    await fc.assert(
      fc.asyncProperty(before, afterwards, async (given, after) => {
        await beginAnew(store);
        await take(store, given, tracked);
        const now = await answered(store);
        await take(store, after, tracked);
        const whole = await answered(store);
        await beginAnew(store);
        await take(store, given, tracked);
        gone += await thinLevels(store, late);
        expect(await answered(store)).toEqual(now);
        await take(store, after, tracked);
        expect(await rollupDifferences(store)).toEqual([]);
        expect((await answered(store)).days).toEqual(whole.days);
      }),
      { numRuns: Math.ceil(inject('observed')[dialect] / 3), examples: [[thriceADay, []]] },
    );
    expect(gone).toBeGreaterThan(0);
  });
});
