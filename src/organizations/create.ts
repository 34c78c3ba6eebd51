import type { OrganizationRow } from '../store/schema.ts';
import { validName } from './name.ts';
import { type Organization, shownOrganization } from './organization.ts';
import type { OrganizationContext } from './organization-context.ts';

/** @throws VALIDATION_ERROR on the name. */
export async function createOrganization(
  { store, now, newId }: Omit<OrganizationContext, 'changed' | 'author'>,
  wish: { name: string; holdsSampleData?: boolean },
): Promise<Organization> {
  const row: OrganizationRow = {
    id: newId(),
    name: validName(wish.name),
    created_at: new Date(now()).toISOString(),
    suspended_at: null,
    account_cap: null,
    max_recent_posts_per_account: null,
    post_lookback_days: null,
    url_keys: 'allow',
    holds_sample_data: wish.holdsSampleData === true ? 1 : 0,
  };
  await store.write.insertInto('organizations').values(row).execute();
  return shownOrganization(row);
}
