import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { testStores } from '../open-test-store.ts';
import { rollupDifferences } from '../rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization } from '../rows.ts';
import { steps, tracked } from './arbitrary.ts';
import { inTurn, remaining, type Step } from './looks.ts';
import { type Day, reckon } from './reference.ts';
import { tablesOf } from './tables.ts';
import { take } from './take.ts';
import { reckonGone, reckonProfiles, reckonWords } from './words.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many sets of looks are tried on each database. */
    observed: { sqlite: number; postgres: number };
  }
}

async function beginAnew(store: Store): Promise<void> {
  await store.write.deleteFrom('organizations').execute();
  await addOrganization(store, 'o');
  await addCreator(store, 'o', 'c');
  for (const [id, platform] of tracked.accounts) await addAccount(store, 'o', accountFacts(id, platform, 'c'));
}

const dayColumns = [
  'views',
  'plays',
  'likes',
  'comments',
  'shares',
  'saves',
  'followers_first',
  'follower_accounts',
  'followers_gained',
] as const satisfies (keyof Day)[];

/** Days of several accounts as those of their creator or organization. */
function summed(days: ReadonlyMap<string, Day>): Map<string, Day> {
  const sums = new Map<string, Day>();
  for (const [key, day] of days) {
    const date = key.slice(-10);
    const sum = sums.get(date);
    if (sum === undefined) sums.set(date, { ...day });
    else for (const column of dayColumns) sum[column] += day[column];
  }
  return new Map([...sums].filter(([, day]) => dayColumns.some((column) => day[column] !== 0)));
}

/** What is kept of posts at some ages; saves of TikTok are in no reckoning. */
async function keptAges(store: Store) {
  const { post_ages = [] } = await tablesOf(store);
  const known = post_ages.map(({ post, ...levels }) => {
    const isCounted = (name: string) => !(String(post).startsWith('t ') && name.startsWith('saves'));
    const told = Object.entries(levels).filter(([name, level]) => level !== null && isCounted(name));
    return [post, new Map(told)] as const;
  });
  return new Map(known.filter(([, levels]) => levels.size > 0));
}

/** What posts and profiles show in words, and which posts are gone. */
async function keptWords(store: Store) {
  const posts = await store.read.selectFrom('account_videos').selectAll().execute();
  const accounts = await store.read.selectFrom('accounts').selectAll().where('profile_at', 'is not', null).execute();
  return {
    posts: new Map(
      posts.map((post) => [
        `${post.account_id} ${post.external_id}`,
        { caption: post.description, cover: post.cover_image_url_original, seconds: post.duration },
      ]),
    ),
    gone: posts.flatMap((post) => (post.is_unavailable ? [`${post.account_id} ${post.external_id}`] : [])).sort(),
    profiles: new Map(accounts.map(({ id, name, description }) => [id, [name, description]])),
  };
}

async function keptDays(store: Store) {
  const { account_days, creator_days, organization_days, post_days } = await tablesOf(store);
  const asDays = (rows: readonly Readonly<Record<string, unknown>>[] = [], ...names: string[]) =>
    new Map(
      rows.map((row) => [
        [...names, 'day'].map((name) => row[name]).join(' '),
        Object.fromEntries(dayColumns.map((column) => [column, row[column] ?? 0])),
      ]),
    );
  return {
    accounts: asDays(account_days, 'account_id'),
    creators: asDays(creator_days),
    organizations: asDays(organization_days),
    posts: asDays(post_days, 'account_id', 'post'),
  };
}

testStores('any set of looks', (opened, dialect) => {
  const numRuns = inject('observed')[dialect];

  it('makes the same of it in any order, any calls and after withdrawals, and the days of a plain reference', async () => {
    const { store } = opened();
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const left = remaining(given);
        await beginAnew(store);
        const never = await tablesOf(store);
        await take(store, given, tracked);
        const shuffled = await tablesOf(store);
        const { accounts, posts, ages } = reckon(left, tracked);
        expect(await keptAges(store)).toEqual(ages);
        expect(await keptWords(store)).toEqual({
          posts: reckonWords(left.looks),
          profiles: reckonProfiles(left.looks),
          gone: reckonGone(left.looks),
        });
        expect(await keptDays(store)).toEqual({
          accounts,
          creators: summed(accounts),
          organizations: summed(accounts),
          posts,
        });
        expect(await rollupDifferences(store)).toEqual([]);
        const everything = [...left.looks, ...left.days].map(
          ({ account, source, importId }): Step => ({ kind: 'withdraw', account, source, importId }),
        );
        await take(store, everything, tracked);
        expect(await tablesOf(store)).toEqual(never);
        await beginAnew(store);
        await take(store, inTurn(left), tracked);
        expect(shuffled).toEqual(await tablesOf(store));
      }),
      { numRuns },
    );
  }, 180_000);
});
