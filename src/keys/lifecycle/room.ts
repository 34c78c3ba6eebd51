import type { Kysely } from 'kysely';
import { Problem } from '../../contract/problem.ts';
import { holdOrganization } from '../../organizations/hold-organization.ts';
import type { Schema } from '../../store/schema.ts';

/** Of an organization, disabled and expired ones too: so many are still listed and re-hashed at once. */
export const mostKeys = 1_000;

/**
 * Whether one more key fits, with the organization held: of two that are made at once, the second counts the first.
 * @throws Problem CONFLICT
 */
export async function requireRoomForKey(transaction: Kysely<Schema>, organizationId: string): Promise<void> {
  await holdOrganization(transaction, organizationId);
  const { kept } = await transaction
    .selectFrom('api_keys')
    .select(({ fn }) => fn.countAll<number>().as('kept'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  if (kept < mostKeys) return;
  throw new Problem('CONFLICT', 'An organization has at most 1,000 keys: delete some that nobody uses, then make one.');
}
