import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { loadHistory } from '../../../src/store/ingest/load-history.ts';
import type { Store } from '../../../src/store/store.ts';
import { testStores } from '../open-test-store.ts';
import { rollupDifferences } from '../rollup-check.ts';
import { accountFacts, addCreator, addOrganization, pastPost } from '../rows.ts';
import { steps, tracked } from './arbitrary.ts';
import { inTurn, remaining, type Step } from './looks.ts';
import { tablesOf } from './tables.ts';
import { take } from './take.ts';

/** When the program of before looked last. */
const lastSeen = '2026-03-09T06:00:00.000Z';

/** Accounts of which only days were kept until now, two of their posts among them. */
async function beginAnew(store: Store): Promise<void> {
  await store.write.deleteFrom('organizations').execute();
  await addOrganization(store, 'o');
  await addCreator(store, 'o', 'c');
  const [first_scrape_time, last_scrape_time] = ['2026-03-05T00:00:00.000Z', lastSeen];
  const hundred = { view_count: 100, play_count: 100, like_count: 100, comment_count: 100, share_count: 100 };
  const history = { from: { ...hundred, saved_count: 100 }, days: [gain('2026-03-06', 30), gain('2026-03-08', -20)] };
  const posts = ['old', 'late'].map((key) => {
    const past = pastPost(key, `caption of ${key}`, history);
    const create_time = new Date(tracked.madeAt.get(key) ?? 0).toISOString();
    return { ...past, post: { ...past.post, first_scrape_time, added_at: first_scrape_time, create_time } };
  });
  const followers = [
    { day: '2026-03-05', level: 100 },
    { day: '2026-03-07', level: 120 },
  ];
  const accounts = [...tracked.accounts].map(([id, platform]) => {
    return { account: { ...accountFacts(id, platform, 'c'), first_scrape_time, last_scrape_time }, followers, posts };
  });
  await loadHistory(store, { organizationId: 'o', accounts, videos: [] }, { yieldBetweenChunks: false });
}

function gain(day: string, each: number) {
  return { day, views: each, plays: each, likes: each, comments: each, shares: each, saves: each };
}

/**
 * As an API speaks after an upgrade: never of an instant before it, and nothing of it is ever taken back. What it says in
 * words stands in the place of what was kept before, whose origin nobody knows. Files and pushes speak of any time.
 */
function asApisSpeak(all: readonly Step[]): Step[] {
  return all.flatMap((step): Step[] => {
    if (step.kind === 'withdraw') return step.source === 'api' ? [] : [step];
    if (step.kind !== 'record') return [step];
    const looks = step.looks.filter(({ source, at }) => source !== 'api' || at > Date.parse(lastSeen));
    return looks.length === 0 ? [] : [{ ...step, looks }];
  });
}

/** What anybody is answered: which of the levels are written down for the first time follows from what was ever told. */
async function answered(store: Store) {
  const { accounts, account_videos, account_days, creator_days, organization_days, post_days } = await tablesOf(store);
  return {
    days: { account_days, creator_days, organization_days, post_days },
    accounts: accounts?.map(({ name, profile_at, profile_origin, ...row }) => row),
    posts: account_videos?.map(({ run_at, run_origin, from_zero, ...row }) => row),
  };
}

testStores('any set of looks at accounts of which days are kept', (opened, dialect) => {
  it('comes to the same in any order', async () => {
    const { store } = opened();
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const given = asApisSpeak(all);
        await beginAnew(store);
        await take(store, given, tracked);
        const shuffled = await answered(store);
        expect(await rollupDifferences(store)).toEqual([]);
        await beginAnew(store);
        await take(store, inTurn(remaining(given)), tracked);
        expect(shuffled).toEqual(await answered(store));
      }),
      { numRuns: Math.ceil(inject('observed')[dialect] / 3) },
    );
  });
});
