import type { Kysely } from 'kysely';
import { type Witness, writeChange } from '../../audit/write-change.ts';
import { bumpKeysRevision } from '../../store/keys-revision.ts';
import type { Schema } from '../../store/schema.ts';

/** Which grants of an organization end, and why. */
interface Ended {
  organizationId: string;
  /** One of them; or all of a person. */
  which: { grantId: string } | { personId: string };
  /** A person's id, or a program's name. */
  by: string;
  because: 'removed' | 'left' | 'revoked_by_app' | 'token_reused' | 'code_reused' | 'code_refused';
}

/**
 * Ends grants in the transaction that is the reason: their tokens go with them, here at once and elsewhere within a second.
 * @returns how many there were
 */
export async function endGrants(
  transaction: Kysely<Schema>,
  witness: Witness,
  { organizationId, which, by, because }: Ended,
): Promise<number> {
  const [column, id] = 'grantId' in which ? (['id', which.grantId] as const) : (['person_id', which.personId] as const);
  const ended = await transaction
    .deleteFrom('connect_grants')
    .where('organization_id', '=', organizationId)
    .where(column, '=', id)
    .returning(['id', 'client_name', 'person_id', 'code_used_at'])
    .execute();
  for (const grant of ended) {
    // One that nobody has come for was never there.
    if (grant.code_used_at === null) continue;
    const facts = { name: grant.client_name, person: grant.person_id, because };
    await writeChange(transaction, witness, { organizationId, keyId: grant.id, by, event: 'app.removed', facts });
  }
  if (ended.length > 0) await bumpKeysRevision(transaction);
  return ended.length;
}
