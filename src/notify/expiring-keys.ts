import type { Posting } from './from-trail.ts';
import { post } from './outbox/post.ts';
import { ownersOf } from './owners.ts';

const dayMs = 86_400_000;
const noticeMs = 7 * dayMs;
const rowsAtOnce = 200;

/**
 * Posts a mail to the owners for each key that expires within a week, once for each end that it is given. One that was made
 * for a week or less needs no notice, and neither does one that another has replaced. What is over an address's limit today
 * comes tomorrow.
 */
export async function postExpiringKeys({ store, now, newId, signUp }: Posting): Promise<void> {
  const at = now();
  let after = '';
  for (;;) {
    // Over all organizations: each key's owners are asked for by its own.
    const keys = await store.read
      .selectFrom('api_keys')
      .innerJoin('organizations', 'organizations.id', 'api_keys.organization_id')
      .select([
        'api_keys.id',
        'api_keys.name',
        'api_keys.organization_id',
        'api_keys.created_at',
        'api_keys.expires_at',
        'organizations.name as organization',
      ])
      .where('api_keys.expires_at', '>', new Date(at).toISOString())
      .where('api_keys.expires_at', '<=', new Date(at + noticeMs).toISOString())
      .where('api_keys.status', '=', 'enabled')
      .where('api_keys.replaced_by', 'is', null)
      .where('api_keys.id', '>', after)
      .orderBy('api_keys.id')
      .limit(rowsAtOnce)
      .execute();
    for (const key of keys) {
      const ends = key.expires_at ?? '';
      if (Date.parse(ends) - Date.parse(key.created_at) <= noticeMs) continue;
      const facts = { organization: key.organization, key: key.name, ends };
      for (const { personId, address } of await ownersOf(store.read, key.organization_id, signUp)) {
        const occasion = `key_expires:${key.id}:${ends}:${personId}`;
        const mail = { id: newId(), kind: 'key_expires', occasion, address, facts } as const;
        await post(store.write, at, { ...mail, organizationId: key.organization_id });
      }
    }
    const last = keys.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
