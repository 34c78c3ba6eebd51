import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordLooks, withdrawLooks } from '../../src/store/ingest/record-looks.ts';
import type { AccountObservation, PostObservation } from '../../src/store/ingest/snapshot.ts';
import type { Store } from '../../src/store/store.ts';
import { allPostDays } from './all-post-days.ts';
import { daysByHand, type Seen } from './days-by-hand.ts';
import { testStores } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization, hour, noon, post } from './rows.ts';

/*
 * What follows from looks is the same whatever the order in which they come, however many at once, and also where others came
 * and were taken back; and it is what plain loops make of them.
 */

const accounts = ['a', 'b'] as const;
const origins = {
  api: { source: 'api', importId: '' },
  push: { source: 'push', importId: '' },
  file: { source: 'file', importId: 'one' },
  other: { source: 'file', importId: 'two' },
} as const;
type Name = keyof typeof origins;

const level = fc.option(fc.oneof(fc.nat(40), fc.nat(4_000), fc.constant(-1)), { freq: 6 });
const seenPost = fc.record({
  key: fc.constantFrom('p', 'q', 'r'),
  views: level,
  likes: level,
  saves: level,
  isRounded: fc.boolean(),
});
const look = fc.record({
  account: fc.constantFrom(...accounts),
  origin: fc.constantFrom<Name>('api', 'push', 'file', 'other'),
  hours: fc.nat(9).map((steps) => steps * 13),
  posts: fc.option(fc.uniqueArray(seenPost, { selector: ({ key }) => key, maxLength: 3 }), { freq: 8 }),
  isComplete: fc.boolean(),
  followers: level,
  isRounded: fc.boolean(),
});
type Look = typeof look extends fc.Arbitrary<infer Value> ? Value : never;

/** Made before any look, between looks, and right before the last ones. */
const madeAt = { p: noon - 400 * hour, q: noon + 20 * hour, r: noon - 30 * hour } as const;

function observation({ posts, isComplete, followers, isRounded }: Look): AccountObservation {
  return {
    profile: {
      name: 'Zoë',
      description: null,
      profile_pic_url: null,
      is_verified: false,
      link_in_bio: null,
      follower_count: followers,
      following_count: null,
      profile_post_count: null,
      ...(isRounded && { followers_rounded: 100 }),
    },
    posts: posts === null ? null : posts.map(postOf),
    is_complete: isComplete,
  };
}

function postOf({ key, views, likes, saves, isRounded }: NonNullable<Look['posts']>[number]): PostObservation {
  return {
    ...post(key, 0, { create_time: new Date(madeAt[key]).toISOString() }),
    view_count: views,
    play_count: null,
    like_count: likes,
    comment_count: Number.NaN,
    share_count: 1.5,
    saved_count: saves,
    ...(isRounded && { rounded: { views: 100 } }),
  };
}

/** A post made after a look cannot be in it. */
function possible(looks: readonly Look[]): Look[] {
  return looks.map((one) => ({
    ...one,
    posts: one.posts?.filter(({ key }) => madeAt[key] <= noon + one.hours * hour) ?? null,
  }));
}

const batches = fc.record({
  looks: fc.array(look, { minLength: 1, maxLength: 14 }),
  order: fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
  sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 14, maxLength: 14 }),
  withdrawn: fc.subarray<Name>(['push', 'file', 'other']),
});

async function beginAnew(store: Store): Promise<void> {
  await store.write.deleteFrom('organizations').execute();
  await addOrganization(store, 'o');
  await addCreator(store, 'o', 'c');
  for (const id of accounts) await addAccount(store, 'o', accountFacts(id, id === 'b' ? 'tiktok' : 'instagram', 'c'));
}

async function record(store: Store, looks: readonly Look[], size: (at: number) => number): Promise<void> {
  for (let at = 0; at < looks.length; ) {
    const some = looks.slice(at, at + size(at));
    at += some.length;
    for (const [, of] of Map.groupBy(some, ({ account, origin }) => `${account} ${origin}`)) {
      const [first] = of;
      if (first === undefined) continue;
      const made = of.map((one) => ({ at: noon + one.hours * hour, snapshot: observation(one) }));
      await recordLooks(store, {
        organizationId: 'o',
        accountId: first.account,
        origin: origins[first.origin],
        looks: made,
      });
    }
  }
}

/** Every row that follows from looks, by what it speaks of: numbers of posts and origins are given as they come. */
async function standing(store: Store) {
  const names = await store.read.selectFrom('origins').select(['number', 'source', 'import_id']).execute();
  const originOf = new Map(names.map(({ number, source, import_id }) => [number, `${source} ${import_id}`]));
  const posts = await store.read.selectFrom('account_videos').selectAll().execute();
  const postOfId = new Map(posts.map(({ id, account_id, external_id }) => [id, `${account_id} ${external_id}`]));
  const levels = await store.read.selectFrom('post_levels').selectAll().execute();
  const looks = await store.read.selectFrom('account_looks').selectAll().execute();
  const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row, keysSorted)).sort();
  const saying = (rows: readonly object[]) =>
    sorted(rows.filter((row) => Object.values(row).some((value) => typeof value === 'number' && value !== 0)));
  return {
    levels: sorted(
      levels.map(({ post_id, origin, organization_no: _, ...row }) => ({
        ...row,
        post: postOfId.get(post_id),
        origin: originOf.get(origin),
      })),
    ),
    looks: sorted(looks.map(({ origin, ...row }) => ({ ...row, origin: originOf.get(origin) }))),
    posts: sorted(
      posts.map((row) => ({ ...row, id: 0, text_row: 0, run_origin: originOf.get(row.run_origin ?? -1) ?? null })),
    ),
    accounts: sorted(
      (await store.read.selectFrom('accounts').selectAll().orderBy('id').execute()).map((row) => ({
        ...row,
        text_row: 0,
        post_partition: 0,
        // What a profile says in words stays when that is taken back, until somebody else tells.
        name: null,
        profile_at: null,
      })),
    ),
    postDays: sorted(await allPostDays(store)),
    accountDays: saying(await store.read.selectFrom('account_days').selectAll().execute()),
    creatorDays: saying(await store.read.selectFrom('creator_days').selectAll().execute()),
    organizationDays: saying(await store.read.selectFrom('organization_days').selectAll().execute()),
    madeDays: sorted(await store.read.selectFrom('organization_post_days').selectAll().execute()),
  };
}

function keysSorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function seenByHand(looks: readonly Look[]): Seen[] {
  return looks.map(({ account, origin, hours, posts, followers, isRounded }) => ({
    account,
    at: noon + hours * hour,
    origin,
    isListing: posts !== null,
    followers: followers === null || followers < 0 ? null : followers,
    followersStep: isRounded ? 100 : 0,
    posts: (posts ?? []).map((one) => ({
      key: one.key,
      madeAt: madeAt[one.key],
      views: one.views === null || one.views < 0 ? null : one.views,
      likes: one.likes === null || one.likes < 0 ? null : one.likes,
      saves: one.saves === null || one.saves < 0 || account === 'b' ? null : one.saves,
      viewsStep: one.isRounded ? 100 : 0,
    })),
  }));
}

const runs = Number(process.env.SEQUENCES ?? 25);

testStores('looks in any order', (opened) => {
  it('come to the same, and to what plain loops make of them', {
    timeout: Math.max(60_000, runs * 1_000),
  }, async () => {
    const { store } = opened();
    await fc.assert(
      fc.asyncProperty(batches, async ({ looks: given, order, sizes, withdrawn }) => {
        const looks = possible(given);
        const kept = looks.filter(({ origin }) => !withdrawn.some((gone) => gone === origin));
        await beginAnew(store);
        await record(
          store,
          [...kept].sort((a, b) => a.hours - b.hours),
          () => 1,
        );
        const inOrder = await standing(store);
        expect(await rollupDifferences(store)).toEqual([]);
        const byHand = daysByHand(seenByHand(kept));
        const accountDays = await store.read
          .selectFrom('account_days')
          .selectAll()
          .orderBy('account_id')
          .orderBy('day')
          .execute();
        expect(
          accountDays.map(({ account_id, day, views, likes, saves, followers_first, followers_gained }) => ({
            account: account_id,
            day,
            views,
            likes,
            saves,
            followers_first,
            followers_gained,
          })),
        ).toEqual(byHand);
        await beginAnew(store);
        const shuffled = looks
          .map((one, at) => ({ one, place: order[at] ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ one }) => one);
        const half = shuffled.slice(0, shuffled.length >> 1);
        await record(store, shuffled, (at) => sizes[at] ?? 1);
        // Some come twice.
        await record(store, half, () => 3);
        for (const name of withdrawn) {
          for (const accountId of accounts)
            await withdrawLooks(store, { organizationId: 'o', accountId, origin: origins[name] });
        }
        const anyOrder = await standing(store);
        if (!isDeepStrictEqual(anyOrder, inOrder)) expect(anyOrder).toEqual(inOrder);
        expect(await rollupDifferences(store)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('leave nothing when all are taken back', async () => {
    const { store } = opened();
    await beginAnew(store);
    const never = await standing(store);
    const looks = fc.sample(look, { numRuns: 20, seed: 4 });
    await record(store, possible(looks), () => 2);
    for (const origin of Object.values(origins)) {
      for (const accountId of accounts) await withdrawLooks(store, { organizationId: 'o', accountId, origin });
    }
    expect({ ...(await standing(store)), accounts: [] }).toEqual({ ...never, accounts: [] });
    const [account] = await store.read.selectFrom('accounts').selectAll().where('id', '=', 'a').execute();
    expect(account).toMatchObject({
      first_scrape_time: null,
      last_scrape_time: null,
      follower_count: 0,
      view_count: 0,
      total_post_count: 0,
      unknown_metrics: 0,
    });
  });
});
