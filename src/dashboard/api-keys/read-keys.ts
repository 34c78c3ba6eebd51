import type { Kysely } from 'kysely';
import { notFound } from '../../contract/problem.ts';
import type { KeyReference } from '../../keys/key-reference.ts';
import { usedWithinLast24h } from '../../keys/lifecycle/read.ts';
import { storedScopes } from '../../keys/look-up.ts';
import type { Schema } from '../../store/schema.ts';
import type { ShownKey } from '../contract/api-keys.ts';
import type { DashboardContext } from '../dashboard-context.ts';

/** All keys of an organization as the page shows them, newest first. */
export async function readKeys({ keys }: DashboardContext, organizationId: string): Promise<ShownKey[]> {
  const rows = await selectShown(keys.store.read)
    .where('api_keys.organization_id', '=', organizationId)
    .orderBy('api_keys.created_at', 'desc')
    .orderBy('api_keys.id', 'desc')
    .execute();
  return rows.map((row) => shown(row, keys));
}

/** @throws Problem NOT_FOUND */
export async function readKey({ keys }: DashboardContext, { organizationId, keyId }: KeyReference): Promise<ShownKey> {
  const row = await selectShown(keys.store.read)
    .where('api_keys.organization_id', '=', organizationId)
    .where('api_keys.id', '=', keyId)
    .executeTakeFirst();
  if (row === undefined) throw notFound('API key');
  return shown(row, keys);
}

/** Neither its hash nor its sealed copy is read: what is not here cannot slip into an answer. */
function selectShown(database: Kysely<Schema>) {
  return database
    .selectFrom('api_keys')
    .leftJoin('people', 'people.id', 'api_keys.created_by')
    .leftJoin('members as creator', (join) =>
      join
        .onRef('creator.organization_id', '=', 'api_keys.organization_id')
        .onRef('creator.person_id', '=', 'api_keys.created_by'),
    )
    .select([
      'api_keys.id',
      'api_keys.name',
      'api_keys.masked_key',
      'api_keys.scopes',
      'api_keys.status',
      'api_keys.created_at',
      'api_keys.created_by',
      'api_keys.expires_at',
      'api_keys.last_used_at',
      'api_keys.last_used_client',
      'api_keys.last_used_place',
      'api_keys.replaced_by',
      'people.name as person_name',
      'creator.id as creator_id',
    ])
    .select((row) => row.case().when('api_keys.sealed_key', 'is not', null).then(1).else(0).end().as('sealed'));
}

type Row = Awaited<ReturnType<ReturnType<typeof selectShown>['executeTakeFirstOrThrow']>>;

function shown(row: Row, { now, recovery }: DashboardContext['keys']): ShownKey {
  return {
    type: 'api_key',
    id: row.id,
    name: row.name,
    masked_key: row.masked_key,
    scopes: [...storedScopes(row.scopes)],
    status: row.status,
    expired: row.expires_at !== null && Date.parse(row.expires_at) <= now(),
    last_used_at: row.last_used_at,
    last_used_client: row.last_used_client,
    last_used_place: row.last_used_place,
    used_within_24h: usedWithinLast24h(row, now()),
    created_at: row.created_at,
    created_by: row.person_name ?? (isPerson(row.created_by) ? 'somebody who left' : row.created_by),
    creator_left: isPerson(row.created_by) && row.creator_id === null,
    expires_at: row.expires_at,
    fillable: recovery && row.sealed === 1,
    replaced_by: row.replaced_by,
  };
}

function isPerson(createdBy: string): boolean {
  return /^[0-9a-f]{8}-/.test(createdBy);
}
