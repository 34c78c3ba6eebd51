import type { DashboardContext } from '../dashboard-context.ts';
import { membershipsOf } from './memberships.ts';

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
