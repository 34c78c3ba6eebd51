import { openSealed, sealKey } from '../../keys/seal.ts';
import type { Secrets } from '../../keys/secrets.ts';
import type { Store } from '../../store/store.ts';
import { maskUpstreamKey } from './form.ts';

/** An upstream key as it may be shown. */
export interface ShownUpstreamKey {
  organization_id: string;
  masked_key: string;
  upstream_organization_id: string;
  upstream_key_name: string;
  set_at: string;
}

export interface NewUpstreamKey {
  organizationId: string;
  key: string;
  /** What the upstream's /whoami said. */
  upstreamOrganizationId: string;
  upstreamKeyName: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Seals a key and puts it in place of whatever key the organization had. */
export async function storeUpstreamKey(
  store: Store,
  secrets: Secrets,
  wanted: NewUpstreamKey,
): Promise<ShownUpstreamKey> {
  const { organizationId, key } = wanted;
  const row = {
    sealed_key: await sealKey(secrets, key, ownerOf(organizationId)),
    masked_key: maskUpstreamKey(key),
    upstream_organization_id: wanted.upstreamOrganizationId,
    upstream_key_name: wanted.upstreamKeyName,
    set_at: new Date(wanted.at).toISOString(),
  };
  await store.write
    .insertInto('upstream_keys')
    .values({ organization_id: organizationId, ...row })
    .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(row))
    .execute();
  const { sealed_key, ...shown } = row;
  return { organization_id: organizationId, ...shown };
}

export async function findUpstreamKey(store: Store, organizationId: string): Promise<ShownUpstreamKey | undefined> {
  return store.write
    .selectFrom('upstream_keys')
    .select(['organization_id', 'masked_key', 'upstream_organization_id', 'upstream_key_name', 'set_at'])
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

/** The sealed key as it is now; undefined where the organization has none. */
export async function readSealedKey(store: Store, organizationId: string): Promise<string | undefined> {
  const row = await store.read
    .selectFrom('upstream_keys')
    .select('sealed_key')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return row?.sealed_key;
}

/** Null where these secrets do not open it: another secrets file, or a damaged row. */
export async function openUpstreamKey(
  secrets: Secrets,
  sealed: string,
  organizationId: string,
): Promise<string | null> {
  const opened = await openSealed(secrets, sealed, ownerOf(organizationId));
  return opened.kind === 'opened' ? opened.key : null;
}

/** @returns whether there was one */
export async function removeUpstreamKey(store: Store, organizationId: string): Promise<boolean> {
  const { numDeletedRows } = await store.write
    .deleteFrom('upstream_keys')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Seals every upstream key under the newest sealing key, so that the older ones can go. Over all organizations. */
export async function resealUpstreamKeys(store: Store, secrets: Secrets): Promise<void> {
  const rows = await store.write.selectFrom('upstream_keys').select(['organization_id', 'sealed_key']).execute();
  for (const { organization_id, sealed_key } of rows) {
    const owner = ownerOf(organization_id);
    const opened = await openSealed(secrets, sealed_key, owner);
    if (opened.kind !== 'opened' || opened.sealedUnder === secrets.sealingKeys[0].id) continue;
    await store.write
      .updateTable('upstream_keys')
      .set({ sealed_key: await sealKey(secrets, opened.key, owner) })
      .where('organization_id', '=', organization_id)
      // Unless it was replaced meanwhile.
      .where('sealed_key', '=', sealed_key)
      .execute();
  }
}

/** Whether any organization has a key: for health, so over all of them. */
export async function countUpstreamKeys(store: Store): Promise<number> {
  const { keys } = await store.read
    .selectFrom('upstream_keys')
    .select((row) => row.fn.countAll<number | string>().as('keys'))
    .executeTakeFirstOrThrow();
  return Number(keys);
}

/** The sealed text names its organization and that it is no key of ours. */
function ownerOf(organizationId: string) {
  return { keyId: 'upstream', organizationId };
}
