import type { Session } from '../api/resources.ts';
import { nameInRequests } from '../api/shown-organization.ts';

interface Shown {
  personId: string;
  organizationId: string;
  organizationName: string;
}

/** Who looks at this page and at what, since it was loaded. Whoever else comes, or whatever else: it is loaded anew. */
let shown: Shown | null = null;

/** To be called with each session before anything shows it: from then on requests name its organization. */
export function takeNote(session: Session): Session {
  const { person, organization } = session;
  if (person !== null && organization !== null && !isAnother(session)) {
    shown = { personId: person.id, organizationId: organization.id, organizationName: organization.name };
    nameInRequests(organization.id);
  } else {
    nameInRequests(null);
  }
  return session;
}

/** Whether the session is of another person, or in another organization, than this page has shown. */
export function isAnother({ person, organization }: Session): boolean {
  if (shown === null || person === null || organization === null) return false;
  return shown.personId !== person.id || shown.organizationId !== organization.id;
}

/** What the organization was called that this page showed to this person; null after it was loaded anew. */
export function nameBefore({ person }: Session): string | null {
  return shown !== null && shown.personId === person?.id ? shown.organizationName : null;
}
