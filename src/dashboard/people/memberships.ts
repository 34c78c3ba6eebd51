import type { Store } from '../../store/store.ts';
import type { Membership } from './person.ts';

/** The organizations of a person, the one joined first at the front. */
export async function membershipsOf({ read }: Pick<Store, 'read'>, personId: string): Promise<Membership[]> {
  const rows = await read
    .selectFrom('members')
    .innerJoin('organizations', 'organizations.id', 'members.organization_id')
    .select([
      'members.organization_id',
      'members.role',
      'organizations.name',
      'organizations.suspended_at',
      'organizations.url_keys',
      'organizations.holds_sample_data',
    ])
    .where('members.person_id', '=', personId)
    .orderBy('members.created_at')
    .orderBy('members.id')
    .execute();
  return rows.map((row) => ({
    organizationId: row.organization_id,
    organizationName: row.name,
    role: row.role,
    suspended: row.suspended_at !== null,
    urlKeys: row.url_keys,
    holdsSampleData: row.holds_sample_data === 1,
  }));
}
