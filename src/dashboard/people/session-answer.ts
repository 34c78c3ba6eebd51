import type { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { hasOwner } from '../auth/setup-token.ts';
import type { session } from '../contract/session.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { membershipsOf } from './memberships.ts';
import type { Membership, Person } from './person.ts';
import { presentMembership } from './visitor.ts';

export type SessionAnswer = { data: z.output<typeof session> };

/**
 * What the page is told of who looks at it.
 * @param organizationId the one that the session is in, if it says so
 * @param shown the one that the page shows until now: once its person is out of it, the page is told so before it is led
 * to any other
 */
export async function sessionAnswer(
  { keys, config, version, mail, connect }: DashboardContext,
  person: Person | null,
  organizationId: string | null,
  shown: string | null = null,
): Promise<SessionAnswer> {
  const memberships = person === null ? [] : await membershipsOf(keys.store, person.id);
  const present = presentFor(memberships, organizationId, shown);
  return {
    data: {
      type: 'session',
      setup_needed: person === null && !(await hasOwner(keys.store.read)),
      sign_up: config.signUp,
      oidc: config.oidc === null ? null : { label: config.oidc.label },
      person: person === null ? null : await shownPerson(keys.store, person),
      organization:
        present === undefined
          ? null
          : {
              id: present.organizationId,
              name: present.organizationName,
              role: present.role,
              url_keys: present.urlKeys,
              holds_sample_data: present.holdsSampleData,
            },
      is_out: person !== null && present === undefined && (shown ?? organizationId) !== null,
      organizations: memberships.map((membership) => ({
        id: membership.organizationId,
        name: membership.organizationName,
        role: membership.role,
      })),
      urls: { ...config.publicUrls, connect: connect?.connectUrl ?? null },
      key_recovery: keys.recovery,
      sends_mail: mail !== null,
      version,
    },
  };
}

/** The person as they are now: an address is proven, or lost, while its person is signed in. */
async function shownPerson({ read }: Pick<Store, 'read'>, { id }: Person) {
  const person = await read
    .selectFrom('people')
    .select(['id', 'email', 'name', 'email_verified', 'lost_email'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (person === undefined) return null;
  const { email, name, email_verified: proven, lost_email: lost } = person;
  return { id, email, name, address_proven: Boolean(proven), lost_address: lost };
}

/** A page follows its session into another organization, but only out of one that its person is still in. */
function presentFor(
  memberships: readonly Membership[],
  organizationId: string | null,
  shown: string | null,
): Membership | undefined {
  if (shown === null) return presentMembership(memberships, organizationId);
  const kept = presentMembership(memberships, shown);
  return kept && (presentMembership(memberships, organizationId) ?? kept);
}
