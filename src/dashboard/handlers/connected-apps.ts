import type { z } from 'zod';
import { notFound } from '../../contract/problem.ts';
import type { Grant } from '../../keys/grants/grant.ts';
import { type GrantReference, listGrants, removeGrant, setGrantStatus } from '../../keys/grants/grants.ts';
import type { connectedApp } from '../contract/connected-apps.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { MemberVisit } from '../people/visit.ts';
import type { MemberHandlers } from '../server/handlers.ts';

type ConnectedAppRoutes = Pick<MemberHandlers, 'list_connected_apps' | 'update_connected_app' | 'remove_connected_app'>;

export function connectedAppHandlers({ keys }: DashboardContext): ConnectedAppRoutes {
  const list = async (visit: MemberVisit) => {
    const { organizationId } = visit.membership;
    const grants = await listGrants(keys, organizationId, ownOnly(visit));
    return grants.map((grant) => shown(grant, visit.visitor.person.id));
  };
  return {
    async list_connected_apps(_input, visit) {
      return { status: 200, body: { data: await list(visit) } };
    },

    async update_connected_app({ params, body }, visit) {
      await setGrantStatus(keys, referenceOf(visit, params.app_id), body.status);
      const changed = (await list(visit)).find(({ id }) => id === params.app_id);
      if (changed === undefined) throw notFound('app');
      return { status: 200, body: { data: changed } };
    },

    async remove_connected_app({ params }, visit) {
      await removeGrant(keys, referenceOf(visit, params.app_id));
      return { status: 204 };
    },
  };
}

/** An owner looks after everybody's. */
function ownOnly({ membership, visitor }: MemberVisit): string | null {
  return membership.role === 'owner' ? null : visitor.person.id;
}

function referenceOf(visit: MemberVisit, grantId: string): GrantReference {
  const { organizationId } = visit.membership;
  return { organizationId, grantId, ownedBy: ownOnly(visit), by: visit.visitor.person.id };
}

function shown(grant: Grant, visitorId: string): z.output<typeof connectedApp> {
  return {
    type: 'connected_app',
    id: grant.id,
    client: { name: grant.client_name, host: grant.client_host },
    redirect_host: grant.redirect_host,
    person: { id: grant.person_id, name: grant.person_name, is_you: grant.person_id === visitorId },
    scopes: [...grant.scopes],
    effective_scopes: [...grant.effective_scopes],
    status: grant.status,
    connected_at: grant.created_at,
    last_used_at: grant.last_used_at,
    last_used_client: grant.last_used_client,
    expires_at: grant.expires_at,
  };
}
