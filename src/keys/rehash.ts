import { bumpKeysRevision } from '../store/keys-revision.ts';
import type { Store } from '../store/store.ts';
import { lookupHash } from './hash.ts';
import type { VerifiableRow } from './look-up.ts';
import { openSealedKey, sealKey } from './seal.ts';
import type { Secrets } from './secrets.ts';

type Rehashable = Pick<VerifiableRow, 'id' | 'organization_id' | 'lookup_hash' | 'pepper_id' | 'sealed_key'>;

export interface RehashCount {
  /** Keys that the newest pepper and sealing key now hold. */
  rehashed: number;
  /** Keys without a usable sealed copy: their next use re-hashes them. Until then their pepper must stay in the file. */
  waiting: number;
}

/** Moves a key that was just used to the newest pepper, as its row may still name an older one. Changes no verdict. */
export async function rehashFound(store: Store, secrets: Secrets, row: Rehashable, key: string): Promise<void> {
  if (row.pepper_id !== secrets.peppers[0].id) await rehash(store, secrets, row, key);
}

/** Moves every key that has a sealed copy to the newest pepper and sealing key, over all organizations. */
export async function rehashKeys(store: Store, secrets: Secrets): Promise<RehashCount> {
  const count: RehashCount = { rehashed: 0, waiting: 0 };
  for await (const row of everyKey(store)) {
    const opened =
      row.sealed_key === null
        ? null
        : await openSealedKey(secrets, row.sealed_key, { keyId: row.id, organizationId: row.organization_id });
    if (opened?.kind === 'opened') {
      const stale = row.pepper_id !== secrets.peppers[0].id || opened.sealedUnder !== secrets.sealingKeys[0].id;
      if (stale) await rehash(store, secrets, row, opened.key);
      count.rehashed += 1;
    } else if (row.pepper_id !== secrets.peppers[0].id) {
      count.waiting += 1;
    }
  }
  // No verdict changed, but running servers must take over the new secrets.
  await bumpKeysRevision(store.write);
  return count;
}

async function rehash(store: Store, secrets: Secrets, row: Rehashable, key: string): Promise<void> {
  const [pepper] = secrets.peppers;
  const owner = { keyId: row.id, organizationId: row.organization_id };
  const sealed = row.sealed_key === null ? null : await sealKey(secrets, key, owner);
  await store.write
    .updateTable('api_keys')
    .set({ pepper_id: pepper.id, lookup_hash: lookupHash(pepper, key), sealed_key: sealed })
    .where('organization_id', '=', row.organization_id)
    .where('id', '=', row.id)
    // Only if nobody has re-hashed it in the meantime.
    .where('lookup_hash', '=', row.lookup_hash)
    .execute();
}

/** All keys in order of id, a page at a time: updating a row moves none. */
async function* everyKey(store: Store): AsyncGenerator<Rehashable> {
  let after = '';
  for (;;) {
    const page = await store.write
      .selectFrom('api_keys')
      .select(['id', 'organization_id', 'lookup_hash', 'pepper_id', 'sealed_key'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(200)
      .execute();
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
