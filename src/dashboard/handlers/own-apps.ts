import type { z } from 'zod';
import { notFound, Problem } from '../../contract/problem.ts';
import { makeOwnApp } from '../../oauth/own-apps/make-own-app.ts';
import type { OwnApp, OwnAppReference } from '../../oauth/own-apps/own-app.ts';
import { listOwnApps, removeOwnApp, renewSecret } from '../../oauth/own-apps/own-apps.ts';
import type { ownApp } from '../contract/own-apps.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { MemberVisit } from '../people/visit.ts';
import type { MemberHandlers } from '../server/handlers.ts';

type OwnAppRoutes = Pick<
  MemberHandlers,
  'list_own_apps' | 'create_own_app' | 'renew_own_app_secret' | 'remove_own_app'
>;

export function ownAppHandlers({ keys, connect }: DashboardContext): OwnAppRoutes {
  return {
    async list_own_apps(_input, { membership }) {
      const apps = await listOwnApps(keys, membership.organizationId);
      return { status: 200, body: { data: apps.map(shown) } };
    },

    async create_own_app({ body }, visit) {
      if (connect === null) throw new Problem('NOT_FOUND', 'Apps cannot sign in to this server.');
      const { app, clientSecret } = await makeOwnApp(keys, {
        organizationId: visit.membership.organizationId,
        name: body.name,
        redirectUris: body.redirect_uris,
        hasSecret: body.has_secret,
        by: visit.visitor.person.id,
      });
      return { status: 201, body: { data: { ...shown(app), client_secret: clientSecret } } };
    },

    async renew_own_app_secret({ params }, visit) {
      const reference = referenceOf(visit, params.own_app_id);
      const { clientSecret } = await renewSecret(keys, reference);
      const app = (await listOwnApps(keys, reference.organizationId)).find(({ id }) => id === reference.id);
      if (app === undefined) throw notFound('app');
      return { status: 201, body: { data: { ...shown(app), client_secret: clientSecret } } };
    },

    async remove_own_app({ params }, visit) {
      await removeOwnApp(keys, referenceOf(visit, params.own_app_id));
      return { status: 204 };
    },
  };
}

function referenceOf({ membership, visitor }: MemberVisit, id: string): OwnAppReference {
  return { organizationId: membership.organizationId, id, by: visitor.person.id };
}

function shown(app: OwnApp): z.output<typeof ownApp> {
  return {
    type: 'own_app',
    id: app.id,
    name: app.name,
    redirect_uris: [...app.redirectUris],
    has_secret: app.hasSecret,
    created_at: app.createdAt,
  };
}
