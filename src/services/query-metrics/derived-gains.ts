import type { Organization } from '../../query/plan.ts';
import { among } from '../../store/among.ts';
import { roundedPosts } from '../../store/organization-facts.ts';
import { postDays, sumOf } from '../../store/post-days.ts';
import type { Store } from '../../store/store.ts';
import type { Days } from './ranges.ts';

/** Posts with rounded levels whose gains are worked out for one query. */
const mostDerived = 20_000;
const chunk = 2_000;

/**
 * What posts with rounded levels gained in two ranges, as JSON by post: a rounded level gains nothing within its step, and
 * how that goes on is decided run by run. Null where no level is rounded.
 */
export async function derivedGains(
  store: Store,
  organization: Organization,
  ranges: readonly [Days, Days | null],
): Promise<readonly [string, string] | null> {
  const rounded = await roundedPosts(store.read, organization.number, mostDerived);
  if (rounded.length === 0) return null;
  const posts = await store.read
    .selectFrom('account_videos')
    .select(['platform', 'id'])
    .where('organization_id', '=', organization.id)
    .where(among(store.dialect, 'id', rounded))
    .execute();
  const within = async (range: Days | null) =>
    range === null ? '{}' : await gainsWithin(store, organization.id, posts, range);
  return [await within(ranges[0]), await within(ranges[1])];
}

type Post = { readonly platform: 'instagram' | 'tiktok'; readonly id: number };

async function gainsWithin(store: Store, organizationId: string, posts: readonly Post[], range: Days): Promise<string> {
  const gains: Record<string, object> = {};
  for (const platform of ['instagram', 'tiktok'] as const) {
    const ids = posts.filter((post) => post.platform === platform).map(({ id }) => id);
    for (let at = 0; at < ids.length; at += chunk) {
      const some = ids.slice(at, at + chunk);
      const days = await postDays(store, organizationId, { platform, ids: some }, range);
      for (const id of some) gains[id] = sumOf(days.get(id) ?? []);
    }
  }
  return JSON.stringify(gains);
}
