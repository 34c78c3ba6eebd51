import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { testStores } from '../open-test-store.ts';
import { rollupDifferences } from '../rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization } from '../rows.ts';
import { steps, tracked } from './arbitrary.ts';
import { type Remaining, remaining, type Step } from './looks.ts';
import { type Day, reckon } from './reference.ts';
import { tablesOf } from './tables.ts';
import { take } from './take.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many sets of looks are tried on each database. */
    observed: { sqlite: number; postgres: number };
  }
}

const believed = ['file', 'push', 'api'];

async function beginAnew(store: Store): Promise<void> {
  await store.write.deleteFrom('organizations').execute();
  await addOrganization(store, 'o');
  await addCreator(store, 'o', 'c');
  for (const [id, platform] of tracked.accounts) await addAccount(store, 'o', accountFacts(id, platform, 'c'));
}

/** The same as it would have come if nothing had been late: each look by itself, then each day. */
function oneByOne({ looks, days }: Remaining): Step[] {
  const sorted = [...looks].sort(
    (a, b) =>
      a.at - b.at || believed.indexOf(a.source) - believed.indexOf(b.source) || (a.importId < b.importId ? -1 : 1),
  );
  return [
    ...sorted.map((look): Step => ({ kind: 'record', looks: [look] })),
    ...days.map((day): Step => ({ kind: 'report', days: [day] })),
  ];
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
        await take(store, oneByOne(left), tracked);
        expect(shuffled).toEqual(await tablesOf(store));
      }),
      { numRuns },
    );
  });
});
