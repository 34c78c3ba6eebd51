import { describe, expect, it } from 'vitest';
import { ageColumns } from '../../../src/store/observations/at-age.ts';
import { testStores } from '../open-test-store.ts';
import { rollupDifferences } from '../rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization } from '../rows.ts';
import type { ReportedDay, SeenAccount, Step } from './looks.ts';
import { ageExamples, type Example, pageExamples } from './page-examples.ts';
import { take } from './take.ts';

const examples = pageExamples();
const atAge = ageExamples();

type Seen = Pick<Example, 'looks' | 'days'>;

/** What was seen in three ways: as it came, the other way round, and with all of an origin in one call. */
const ways: Readonly<Record<string, (seen: Seen) => Step[]>> = {
  'as they came': ({ looks, days }) => [...looks.map(seen), ...days.map(told)],
  backwards: ({ looks, days }) => [...days.toReversed().map(told), ...looks.toReversed().map(seen)],
  'at once': ({ looks, days }) => [
    ...[...Map.groupBy(looks, ({ source }) => source).values()].map((of): Step => ({ kind: 'record', looks: of })),
    { kind: 'report', days },
  ],
};

function seen(look: SeenAccount): Step {
  return { kind: 'record', looks: [look] };
}

function told(day: ReportedDay): Step {
  return { kind: 'report', days: [day] };
}

it('the page has its examples', () => {
  expect(examples.length).toBeGreaterThan(20);
  for (const { now } of examples) expect(now).not.toBeNaN();
  expect(atAge.length).toBeGreaterThan(10);
  for (const { levels } of atAge) expect(levels.size).toBeGreaterThan(0);
});

testStores('the examples of docs/metrics.md', (opened) => {
  const expectAsWritten = async ({ of, gains, now }: Example) => {
    const { read } = opened().store;
    const days = await read.selectFrom('account_days').select(['day', 'views', 'followers_gained']).execute();
    const gained = days.map((day) => [day.day, of === 'views' ? day.views : day.followers_gained] as const);
    const withGains = (all: Iterable<readonly [string, number]>) => new Map([...all].filter(([, gain]) => gain !== 0));
    expect(withGains(gained)).toEqual(withGains(gains));
    const account = await read
      .selectFrom('accounts')
      .select(['view_count', 'follower_count'])
      .executeTakeFirstOrThrow();
    expect(of === 'views' ? account.view_count : account.follower_count).toBe(now);
    expect(await rollupDifferences(opened().store)).toEqual([]);
  };

  describe.each(Object.entries(ways))('%s', (_name, stepsOf) => {
    const see = async ({ looks, days, madeAt }: Seen & Pick<Example, 'madeAt'>) => {
      const { store } = opened();
      await store.write.deleteFrom('organizations').execute();
      await addOrganization(store, 'o');
      await addCreator(store, 'o', 'c');
      await addAccount(store, 'o', accountFacts('a', 'instagram', 'c'));
      await take(store, stepsOf({ looks, days }), { accounts: new Map([['a', 'instagram']]), madeAt });
    };

    it.each(examples)('$name', async (example) => {
      await see(example);
      await expectAsWritten(example);
    });

    it.each(atAge)('at age: $name', async ({ levels, ...example }) => {
      await see(example);
      const row = await opened().store.read.selectFrom('post_ages').selectAll().executeTakeFirst();
      for (const [age, level] of levels) {
        const column = ageColumns.find((name) => name === `views_day_${age}`) ?? 'saves_day_1';
        expect(row?.[column] ?? null).toBe(level);
      }
    });
  });
});
