import { beforeEach, expect, it } from 'vitest';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import { deleteAccount, deleteCreator, linkAccount, unlinkAccount } from '../../src/store/ownership.ts';
import { testStores } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization, hour, noon, post, snapshotOf } from './rows.ts';

testStores('ownership of accounts', (opened) => {
  beforeEach(async () => {
    const { store } = opened();
    await store.write.deleteFrom('organizations').execute();
    for (const organization of ['o', 'other']) await addOrganization(store, organization);
    await addCreator(store, 'o', 'c');
    await addCreator(store, 'o', 'd');
    await addCreator(store, 'other', 'foreign');
    await addAccount(store, 'o', accountFacts('a', 'instagram'));
    await addAccount(store, 'o', accountFacts('b', 'tiktok', 'c'));
    for (const [accountId, views] of [
      ['a', 100],
      ['b', 1_000],
    ] as const) {
      for (let i = 0; i < 3; i++) {
        const snapshot = snapshotOf(views + i, [post('p', views * (i + 1))]);
        await recordAccountSnapshot(store, { organizationId: 'o', accountId, at: noon + i * 20 * hour, snapshot });
      }
    }
  });

  const link = (accountId: string, creatorId: string, organizationId = 'o') =>
    linkAccount(opened().store, { organizationId, accountId, creatorId });
  const unlink = (accountId: string, creatorId: string, organizationId = 'o') =>
    unlinkAccount(opened().store, { organizationId, accountId, creatorId });
  const viewsOf = async (creatorId: string) => {
    const days = await opened()
      .store.read.selectFrom('creator_days')
      .select('views')
      .where('creator_id', '=', creatorId)
      .execute();
    return days.reduce((sum, { views }) => sum + views, 0);
  };
  const everythingAddsUp = async () => expect(await rollupDifferences(opened().store)).toEqual([]);

  it('never crosses organizations', async () => {
    expect(await link('a', 'foreign')).toBe('no_creator');
    expect(await link('a', 'foreign', 'other')).toBe('no_account');
    expect(await unlink('b', 'c', 'other')).toBe('no_account');
    expect(await deleteAccount(opened().store, { organizationId: 'other', accountId: 'b' })).toBe('no_account');
    expect(await deleteCreator(opened().store, { organizationId: 'other', creatorId: 'c' })).toBe('no_creator');
    expect(await viewsOf('c')).toBe(2_000);
  });

  it('is of one creator at a time', async () => {
    expect(await link('b', 'd')).toBe('linked_elsewhere');
    expect(await link('b', 'c')).toBe('already_linked');
    expect(await unlink('b', 'd')).toBe('not_linked');
    await everythingAddsUp();
  });

  it('brings the whole history with a link and takes it away with the unlinking', async () => {
    expect(await link('a', 'c')).toBe('linked');
    expect(await viewsOf('c')).toBe(2_200);
    await everythingAddsUp();
    expect(await unlink('b', 'c')).toBe('unlinked');
    expect(await viewsOf('c')).toBe(200);
    await everythingAddsUp();
    expect(await unlink('a', 'c')).toBe('unlinked');
    expect(await opened().store.read.selectFrom('creator_days').selectAll().execute()).toEqual([]);
  });

  it('ends with the account: its posts, their days and its part of every sum go', async () => {
    const { store } = opened();
    await link('a', 'c');
    expect(await deleteAccount(store, { organizationId: 'o', accountId: 'b' })).toBe('deleted');
    expect(await viewsOf('c')).toBe(200);
    await everythingAddsUp();
    await deleteAccount(store, { organizationId: 'o', accountId: 'a' });
    for (const table of [
      'account_videos',
      'account_looks',
      'post_levels',
      'account_days',
      'creator_days',
      'organization_days',
    ] as const) {
      expect(await store.read.selectFrom(table).selectAll().execute(), table).toEqual([]);
    }
  });

  it('ends with the creator: its accounts stay, with their history, and free of its pause', async () => {
    const { store } = opened();
    await store.write
      .updateTable('accounts')
      .set({ paused_by_creator: 1, is_active: 0 })
      .where('id', '=', 'b')
      .execute();
    expect(await deleteCreator(store, { organizationId: 'o', creatorId: 'c' })).toBe('deleted');
    const account = await store.read.selectFrom('accounts').selectAll().where('id', '=', 'b').executeTakeFirst();
    expect(account).toMatchObject({ creator_id: null, paused_by_creator: 0, is_active: 0, view_count: 3_000 });
    expect(await store.read.selectFrom('creator_days').selectAll().execute()).toEqual([]);
    await everythingAddsUp();
  });

  it('stays right when links, unlinks and snapshots come at once', async () => {
    const { store } = opened();
    const snapshots = Array.from({ length: 8 }, (_, i) =>
      recordAccountSnapshot(store, {
        organizationId: 'o',
        accountId: i % 2 === 0 ? 'a' : 'b',
        at: noon + 50 * hour + i,
        snapshot: snapshotOf(i, [post('p', 5_000 + i)]),
      }),
    );
    await Promise.all([...snapshots, link('a', 'd'), unlink('b', 'c'), link('b', 'd'), link('a', 'c')]);
    await everythingAddsUp();
    await Promise.all([deleteCreator(store, { organizationId: 'o', creatorId: 'd' }), link('a', 'd'), link('b', 'd')]);
    await everythingAddsUp();
  });
});
