import { CompiledQuery } from 'kysely';
import { expect, it } from 'vitest';
import { operations } from '../../src/contract/operations.ts';
import { selectAccountVideos } from '../../src/services/account-videos/resource.ts';
import { selectAccounts } from '../../src/services/accounts/resource.ts';
import { seeking } from '../../src/services/page.ts';
import { sortKey } from '../../src/store/order.ts';
import { isCount } from '../../src/store/posts-by-count/posts-by-count.ts';
import { filled } from '../../src/store/statement-cache.ts';
import { openTestStore } from '../store/open-test-store.ts';

it('a page of the lists that join other tables is one seek into an index, with nothing sorted', async () => {
  const { store, remove } = await openTestStore('sqlite');
  const plans: [string, string][] = [];
  const explain = async (key: string, { sql, parameters }: CompiledQuery) => {
    const { rows } = await store.read.executeQuery(
      CompiledQuery.raw(`explain query plan ${sql}`, [
        ...filled(parameters, { most: 51, after_key: '5', after_id: '5' }),
      ]),
    );
    plans.push([key, JSON.stringify(rows)]);
  };
  for (const direction of ['asc', 'desc'] as const) {
    const seek = { begin: 'after_position', direction } as const;
    for (const key of operations.list_accounts.query.shape.order_by.unwrap().options) {
      const page = selectAccounts(store.read).where('accounts.organization_id', '=', 'o');
      await explain(key, seeking(page, seek, sortKey('accounts', key), 'accounts.id').compile());
    }
    for (const key of operations.list_account_videos.query.shape.order_by.unwrap().options) {
      // By counts they are in partitions.
      if (isCount(key)) continue;
      const page = selectAccountVideos(store.read).where('account_videos.organization_id', '=', 'o');
      await explain(key, seeking(page, seek, sortKey('account_videos', key), 'account_videos.id').compile());
    }
  }
  for (const [key, plan] of plans) {
    expect(plan, key).toMatch(/_by_\w+ \(organization_id=\? AND/);
    expect(plan, key).not.toMatch(/TEMP B-TREE|"SCAN/);
  }
  await store.close();
  await remove();
});
