import type { Kysely } from 'kysely';
import type { Schema } from '../../store/schema.ts';

/** An account, as a sign-in sees it. */
export interface PasswordAccount {
  personId: string;
  /** Null where nobody signs in to it by a password. */
  passwordHash: string | null;
  /** What it belongs to, and so where it is written down that somebody tried. */
  organizationIds: readonly string[];
}

/** The account of an address or sign-in name; the same questions are asked where there is none, and take as long. */
export async function accountOf(
  database: Kysely<Schema>,
  by: { email: string } | { personId: string },
): Promise<PasswordAccount | null> {
  const people = database
    .selectFrom('people')
    .leftJoin('sign_in_accounts', (join) =>
      join.onRef('sign_in_accounts.person_id', '=', 'people.id').on('sign_in_accounts.provider_id', '=', 'credential'),
    )
    .select(['people.id', 'sign_in_accounts.password']);
  const found = await ('email' in by
    ? people.where('people.email', '=', by.email)
    : people.where('people.id', '=', by.personId)
  ).executeTakeFirst();
  const memberships = await database
    .selectFrom('members')
    .select('organization_id')
    .where('person_id', '=', found?.id ?? 'nobody')
    .execute();
  if (found === undefined) return null;
  const organizationIds = memberships.map((each) => each.organization_id);
  return { personId: found.id, passwordHash: found.password, organizationIds };
}
