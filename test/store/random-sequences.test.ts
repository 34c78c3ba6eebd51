import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import { deleteAccount, deleteCreator, linkAccount, unlinkAccount } from '../../src/store/ownership.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization, hour, noon, post, snapshotOf } from './rows.ts';

const accounts = ['a', 'b', 'c'] as const;
const creators = ['x', 'y'] as const;

const accountId = fc.constantFrom(...accounts);
const creatorId = fc.constantFrom(...creators);
const posts = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('p', 'q', 'r', 's'),
    views: fc.nat(1_000),
    saves: fc.option(fc.nat(50)),
    age: fc.nat(80),
  }),
  { selector: ({ id }) => id },
);

/** Times go up by up to two days, and sometimes back. */
const snapshot = fc.record({
  kind: fc.constant('snapshot' as const),
  accountId,
  posts,
  followers: fc.nat(500),
  later: fc.integer({ min: -5, max: 48 }),
});
const step = fc.oneof(
  { weight: 6, arbitrary: snapshot },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('link' as const, 'unlink' as const), accountId, creatorId }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete account' as const), accountId }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete creator' as const), creatorId }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(store: Store, at: number, taken: Step): Promise<unknown> {
  const organizationId = 'o';
  switch (taken.kind) {
    case 'snapshot': {
      const seen = taken.posts.map(({ id, views, saves, age }) =>
        post(id, views, { saved_count: saves, create_time: new Date(at - age * hour).toISOString() }),
      );
      const { accountId } = taken;
      return recordAccountSnapshot(store, {
        organizationId,
        accountId,
        at,
        snapshot: snapshotOf(taken.followers, seen),
      });
    }
    case 'link':
      return linkAccount(store, { organizationId, ...taken });
    case 'unlink':
      return unlinkAccount(store, { organizationId, ...taken });
    case 'delete account':
      return deleteAccount(store, { organizationId, ...taken });
    case 'delete creator':
      return deleteCreator(store, { organizationId, ...taken });
  }
}

async function beginAnew(store: Store): Promise<void> {
  await store.write.deleteFrom('organizations').execute();
  await addOrganization(store, 'o');
  for (const id of creators) await addCreator(store, 'o', id);
  for (const id of accounts) await addAccount(store, 'o', accountFacts(id, id === 'c' ? 'tiktok' : 'instagram'));
}

testStores('any sequence of snapshots, links and deletions', (opened) => {
  it('leaves every sum equal to its parts', async () => {
    const { store } = opened();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 15 }), async (steps) => {
        await beginAnew(store);
        let at = noon;
        for (const next of steps) {
          if (next.kind === 'snapshot') at += next.later * hour;
          await take(store, at, next);
        }
        expect(await rollupDifferences(store)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
