import { writeChange } from '../../audit/write-change.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { membershipsOf } from './memberships.ts';
import type { Visitor } from './visitor.ts';

/** Puts a session into an organization; whether its person may be there is looked up at each request. */
export async function moveSession(
  { keys }: Pick<DashboardContext, 'keys'>,
  sessionId: string,
  organizationId: string,
): Promise<void> {
  await keys.store.write
    .updateTable('dashboard_sessions')
    .set({ organization_id: organizationId, updated_at: new Date(keys.now()).toISOString() })
    .where('id', '=', sessionId)
    .execute();
}

/** Moves a session where its person wants to be, and writes down there that they came. */
export async function switchOrganization(
  { keys }: Pick<DashboardContext, 'keys'>,
  { person, sessionId, organizationId: present }: Visitor,
  organizationId: string,
): Promise<void> {
  if (organizationId === present) return;
  await keys.store.write.transaction().execute(async (transaction) => {
    const at = { ...keys, store: { ...keys.store, write: transaction } };
    await moveSession({ keys: at }, sessionId, organizationId);
    const facts = { session: sessionId };
    await writeChange(transaction, keys, { organizationId, event: 'session.moved', by: person.id, facts });
  });
}

/**
 * Puts a session that is in no organization yet into the one that its person joined first. From then on it is known
 * which one the page shows, and so that the person was put out of it.
 */
export async function settleSession(
  { keys }: Pick<DashboardContext, 'keys'>,
  { sessionId, personId }: { sessionId: string; personId: string },
): Promise<void> {
  const [first] = await membershipsOf(keys.store, personId);
  if (first === undefined) return;
  await keys.store.write
    .updateTable('dashboard_sessions')
    .set({ organization_id: first.organizationId })
    .where('id', '=', sessionId)
    .where('organization_id', 'is', null)
    .execute();
}
