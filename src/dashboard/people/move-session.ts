import type { DashboardContext } from '../dashboard-context.ts';

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
