import { statement } from '../../store/statement.ts';
import type { Store } from '../../store/store.ts';

/** How many posts are on two or more of an organization's accounts, and count in each. */
export async function sharedPosts(store: Store, organizationId: string): Promise<number> {
  const [counted] = await countOf(store, [organizationId]);
  return counted?.posts ?? 0;
}

/** The same of a creator's accounts. */
export async function sharedPostsOfCreator(store: Store, organizationId: string, creatorId: string): Promise<number> {
  const [counted] = await countOfCreator(store, [creatorId, organizationId, creatorId]);
  return counted?.posts ?? 0;
}

interface Counted {
  readonly posts: number;
}

const countOf = statement<Counted>(
  'select count(*) as posts from post_keys where organization_id = ? and accounts > 1',
);

/** From what is shared at all to the accounts: only a creator with several on one platform has any to look for. */
const countOfCreator = statement<Counted>(`
  select count(*) as posts from (
    select k.external_id
    from (
      select organization_id, platform from accounts
      where creator_id = ? and organization_id = ? group by organization_id, platform having count(*) > 1
    ) as several
    join post_keys k on k.organization_id = several.organization_id and k.platform = several.platform and k.accounts > 1
    where (
      select count(*) from accounts a join account_videos v on v.account_id = a.id and v.external_id = k.external_id
      where a.creator_id = ? and a.platform = k.platform
    ) > 1
  ) as shared`);
