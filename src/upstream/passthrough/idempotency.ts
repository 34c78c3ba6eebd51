import type { Idempotency } from '../../api/idempotency/once.ts';
import type { Store } from '../../store/store.ts';

/**
 * Kept answers belong to an organization of this database. Those of the upstream come to be known here when they first
 * need that: by id only, as nothing else of them is needed.
 */
export function knowingOrganizations(idempotency: Idempotency, store: Store, now: () => number): Idempotency {
  return {
    ...idempotency,
    async once(request, run) {
      await store.write
        .insertInto('organizations')
        .values({
          id: request.organizationId,
          name: request.organizationId,
          created_at: new Date(now()).toISOString(),
          suspended_at: null,
          account_cap: null,
          max_recent_posts_per_account: null,
          post_lookback_days: null,
          url_keys: 'allow',
          holds_sample_data: 0,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      return idempotency.once(request, run);
    },
  };
}
