import { postDays } from '../../src/store/post-days.ts';
import type { GainColumns } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

/** The days of every post, each with its account. */
export async function allPostDays(store: Store): Promise<(GainColumns & { account_id: string; post: string })[]> {
  const posts = await store.read
    .selectFrom('account_videos')
    .select(['id', 'platform', 'organization_id', 'account_id', 'external_id'])
    .execute();
  const found: (GainColumns & { account_id: string; post: string })[] = [];
  for (const [, some] of Map.groupBy(posts, ({ organization_id, platform }) => `${organization_id} ${platform}`)) {
    const [first] = some;
    if (first === undefined) continue;
    const { platform, organization_id } = first;
    const ids = some.map(({ id }) => id);
    const days = await postDays(store, organization_id, { platform, ids }, { start: '0000-01-01', end: '9999-12-31' });
    for (const { id, account_id, external_id: post } of some) {
      for (const day of days.get(id) ?? []) found.push({ ...day, account_id, post });
    }
  }
  return found;
}
