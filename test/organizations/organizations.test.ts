import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { seedSampleOrganization } from '../../src/collect/sample/organization.ts';
import {
  clearSampleData,
  renameOrganization,
  resumeOrganization,
  setAccountCap,
  setUrlKeys,
  suspendOrganization,
} from '../../src/organizations/change.ts';
import { createOrganization } from '../../src/organizations/create.ts';
import type { Organization } from '../../src/organizations/organization.ts';
import type { OrganizationContext } from '../../src/organizations/organization-context.ts';
import { getOrganization, listOrganizations, pickOrganization } from '../../src/organizations/read.ts';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import { readKeysRevision } from '../../src/store/keys-revision.ts';
import { nobody } from '../audit/authors.ts';
import { openTestStore, testStores } from '../store/open-test-store.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { accountFacts } from '../store/rows.ts';

/** Whatever tracking fills. */
const tracked = [
  'creators',
  'accounts',
  'account_videos',
  'videos',
  'account_looks',
  'account_days',
  'creator_days',
  'organization_days',
] as const;

/** Every change: each must reach the caches of all processes, since organizations decide what keys may do. */
const changes: Readonly<
  Record<string, { change: (context: OrganizationContext, id: string) => Promise<Organization>; shown: object }>
> = {
  rename: { change: (context, id) => renameOrganization(context, id, ' New '), shown: { name: 'New' } },
  cap: { change: (context, id) => setAccountCap(context, id, 0), shown: { account_cap: 0 } },
  'no cap': { change: (context, id) => setAccountCap(context, id, null), shown: { account_cap: null } },
  'URL keys': { change: (context, id) => setUrlKeys(context, id, 'forbid'), shown: { url_keys: 'forbid' } },
  suspend: { change: suspendOrganization, shown: { suspended_at: '1970-01-01T00:00:00.000Z' } },
  resume: { change: resumeOrganization, shown: { suspended_at: null } },
};

testStores('organizations', (opened, dialect) => {
  let context: OrganizationContext;
  let heard: number;

  beforeEach(() => {
    heard = 0;
    const changed = () => {
      heard += 1;
    };
    context = { store: opened().store, now: () => 0, newId: randomUUID, author: nobody, changed };
  });

  it.each(['', ' ', 'x'.repeat(256), 'a\u0007b'])('have no name like %j', async (name) => {
    await expect(createOrganization(context, { name })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    const { id } = await createOrganization(context, { name: 'Good' });
    await expect(renameOrganization(context, id, name)).rejects.toMatchObject({ errors: [{ field: 'name' }] });
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('have no cap of %d', async (cap) => {
    const { id } = await createOrganization(context, { name: 'Acme' });
    await expect(setAccountCap(context, id, cap)).rejects.toMatchObject({ errors: [{ field: 'account_cap' }] });
  });

  describe.each(Object.entries(changes))('%s', (_, { change, shown }) => {
    it('is refused for one that is not there, and tells nobody', async () => {
      await expect(change(context, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(heard).toBe(0);
    });

    it('is shown, kept and told to this process and all others', async () => {
      const { id } = await createOrganization(context, { name: 'Acme' });
      const before = await readKeysRevision(context.store.read);
      expect(await change(context, id)).toMatchObject(shown);
      expect(await getOrganization(context.store, id)).toMatchObject(shown);
      expect(await readKeysRevision(context.store.read)).not.toBe(before);
      expect(heard).toBe(1);
    });
  });

  it('lose their sample data on demand, and nothing where there is none', async () => {
    const { store } = opened();
    const [sample, real] = [
      await createOrganization(context, { name: 'S' }),
      await createOrganization(context, { name: 'R' }),
    ];
    await seedSampleOrganization({ store, organizationId: sample.id, now: Date.now() });
    const accounts = [{ account: accountFacts(randomUUID(), 'instagram'), followers: [], posts: [] }];
    await loadHistory(store, { organizationId: real.id, accounts, videos: [] }, { yieldBetweenChunks: false });
    await expect(clearSampleData(context, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await clearSampleData(context, sample.id)).toMatchObject({ holds_sample_data: false });
    for (const { id } of [sample, real]) {
      await expect(clearSampleData(context, id)).rejects.toMatchObject({ code: 'CONFLICT' });
    }
    expect(await store.read.selectFrom('post_levels').selectAll().execute()).toEqual([]);
    for (const table of tracked) {
      const rows = await store.read.selectFrom(table).select('organization_id').distinct().execute();
      expect([table, rows]).toEqual([table, table === 'accounts' ? [{ organization_id: real.id }] : []]);
    }
    expect(await rollupDifferences(store)).toEqual([]);
  });

  it('are found by being the only one, or by name of the id', async () => {
    const own = await openTestStore(dialect);
    const fresh = { ...context, store: own.store };
    await expect(pickOrganization(own.store, undefined)).rejects.toMatchObject({ code: 'CONFLICT' });
    const first = await createOrganization(fresh, { name: 'First', holdsSampleData: true });
    expect(first.holds_sample_data).toBe(true);
    expect(await pickOrganization(own.store, undefined)).toEqual(first);
    const second = await createOrganization({ ...fresh, now: () => 1 }, { name: 'Second' });
    await expect(pickOrganization(own.store, undefined)).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: expect.stringContaining('There are 2 organizations: add --organization ID'),
    });
    expect(await pickOrganization(own.store, second.id)).toEqual(second);
    await expect(pickOrganization(own.store, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await listOrganizations(own.store)).toEqual([first, second]);
    await own.store.close();
    await own.remove();
  });
});
