import { beforeAll, describe, expect, it } from 'vitest';
import { testStores } from '../store/open-test-store.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { noon, type Serving, serving } from './serving.ts';

testStores('creators', (opened) => {
  let own: Serving;
  beforeAll(async () => {
    own = await serving(opened().store);
  });
  const isActive = async (account_id: string) =>
    (await own.ask('get_account', { params: { account_id } })).body.data.is_active;
  const setActive = (creator_id: string, is_active: boolean) =>
    own.ask('update_creator', { params: { creator_id }, body: { is_active } });
  const views = async (creator_id: string) => {
    const query = { start_date: '2026-03-10', end_date: '2026-03-16' };
    return (await own.ask('get_creator_analytics', { params: { creator_id }, query })).body.data.totals.views;
  };

  it('are made, renamed and shown with what their accounts come to', async () => {
    const { status, body, location } = await own.ask('create_creator', {
      body: { name: ' Émile ', metadata: { a: 'b' } },
    });
    const creator_id = body.data.id;
    expect([status, location]).toEqual([201, `/creators/${creator_id}`]);
    expect(body.data).toMatchObject({
      name: 'Émile',
      metadata: { a: 'b' },
      created_at: new Date(noon).toISOString(),
      accounts_summary: { total: 0, platforms: { instagram: 0, tiktok: 0 }, total_followers: 0 },
    });
    await own.account('emile', { creator_id, views: [1] });
    await own.account('emile', { creator_id, views: [1, 2], platform: 'tiktok' });
    const renamed = await own.ask('update_creator', { params: { creator_id }, body: { name: 'Zoé' } });
    expect(renamed.body.data).toMatchObject({
      name: 'Zoé',
      metadata: { a: 'b' },
      accounts_summary: { total: 2, platforms: { instagram: 1, tiktok: 1 }, total_followers: 201 },
    });
    expect((await own.ask('list_creators', { query: { q: 'zoÉ' } })).body.data).toEqual([renamed.body.data]);
    const account = (await own.ask('list_accounts', { query: { creator_id, limit: 1 } })).body.data;
    expect(account).toMatchObject([{ creator_id, creator_name: 'Zoé' }]);
  });

  it('stop their accounts with their pause, and resume just those', async () => {
    const creator_id = await own.creator('Pausing');
    const [running, chosen, resting] = [
      await own.account('running', { creator_id }),
      await own.account('chosen', { creator_id }),
      await own.account('resting', { creator_id }),
    ];
    await own.ask('update_account', { params: { account_id: resting }, body: { is_active: false } });
    await setActive(creator_id, false);
    expect(await Promise.all([running, chosen, resting].map(isActive))).toEqual([false, false, false]);
    await setActive(creator_id, false);
    // Whoever pauses an account that its creator's pause stopped wants it paused.
    await own.ask('update_account', { params: { account_id: chosen }, body: { is_active: false } });
    const before = own.nudged();
    expect((await setActive(creator_id, true)).body.data.is_active).toBe(true);
    expect(await Promise.all([running, chosen, resting].map(isActive))).toEqual([true, false, false]);
    expect(own.nudged()).toBe(before + 1);
  });

  it('keep an account that was resumed by itself, and leave alone what was unlinked', async () => {
    const creator_id = await own.creator('Overruled');
    const [resumed, unlinked] = [
      await own.account('resumed', { creator_id }),
      await own.account('unlinked', { creator_id }),
    ];
    await setActive(creator_id, false);
    await own.ask('update_account', { params: { account_id: resumed }, body: { is_active: true } });
    await own.ask('unlink_creator_account', { params: { creator_id, account_id: unlinked } });
    await setActive(creator_id, true);
    expect(await Promise.all([resumed, unlinked].map(isActive))).toEqual([true, false]);
  });

  describe('links', () => {
    it('move the whole history of an account, there and back', async () => {
      const [creator_id, other] = [await own.creator('First'), await own.creator('Second')];
      const account_id = await own.account('moving', { views: [10, 25, 45] });
      const params = { creator_id, account_id };
      const first = await own.ask('link_creator_account', { params });
      expect(first).toEqual({
        status: 201,
        location: `/creators/${creator_id}/accounts/${account_id}`,
        body: { data: { type: 'creator_account', ...params } },
      });
      expect((await own.ask('link_creator_account', { params })).status).toBe(200);
      expect(await views(creator_id)).toBe(35);
      const elsewhere = own.ask('link_creator_account', { params: { creator_id: other, account_id } });
      await expect(elsewhere).rejects.toMatchObject({ code: 'CONFLICT' });
      const wrong = own.ask('unlink_creator_account', { params: { creator_id: other, account_id } });
      await expect(wrong).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await own.ask('unlink_creator_account', { params })).status).toBe(204);
      expect(await views(creator_id)).toBe(0);
      await expect(own.ask('unlink_creator_account', { params })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await rollupDifferences(opened().store)).toEqual([]);
    });

    it('made twice at the same moment are one link; of two creators one gets the account', async () => {
      const [one, two] = [await own.creator('One'), await own.creator('Two')];
      const account_id = await own.account('contested', { views: [1, 2] });
      const link = (creator_id: string) => own.ask('link_creator_account', { params: { creator_id, account_id } });
      const outcomes = await Promise.allSettled([link(one), link(one), link(two), link(two)]);
      const made = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value.status);
      expect(made.toSorted()).toEqual([200, 201]);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' });
      }
      expect(await rollupDifferences(opened().store)).toEqual([]);
    });

    it('are undone by deleting the creator; the accounts stay', async () => {
      const creator_id = await own.creator('Leaving');
      const account_id = await own.account('left.behind', { creator_id, views: [1, 5] });
      expect((await own.ask('delete_creator', { params: { creator_id } })).status).toBe(204);
      await expect(own.ask('get_creator', { params: { creator_id } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(own.ask('delete_creator', { params: { creator_id } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const { data } = (await own.ask('get_account', { params: { account_id } })).body;
      expect(data).toMatchObject({ creator_id: null, creator_name: null, is_active: true });
      expect(await rollupDifferences(opened().store)).toEqual([]);
    });

    it('and the deletion of their creator at the same moment never end in an error of ours', async () => {
      for (let round = 0; round < 5; round++) {
        const creator_id = await own.creator(`Vanishing ${round}`);
        const account_id = await own.account(`held.${round}`, { views: [1, 5] });
        const outcomes = await Promise.allSettled([
          own.ask('link_creator_account', { params: { creator_id, account_id } }),
          own.ask('create_account', { body: { platform: 'tiktok', username: `new.${round}`, creator_id } }),
          own.ask('delete_creator', { params: { creator_id } }),
        ]);
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') {
            expect(['NOT_FOUND', 'SERVICE_UNAVAILABLE']).toContain(outcome.reason.code);
          }
        }
      }
      expect(await rollupDifferences(opened().store)).toEqual([]);
    });
  });
});
