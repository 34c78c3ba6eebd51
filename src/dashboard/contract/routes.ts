import { apiKeyRoutes } from './api-keys.ts';
import { archiveRoutes } from './archives.ts';
import { auditRoutes } from './audit.ts';
import { connectRoutes } from './connect.ts';
import { connectRequestRoutes } from './connect-requests.ts';
import { connectedAppRoutes } from './connected-apps.ts';
import { importRoutes } from './imports.ts';
import { ownAppRoutes } from './own-apps.ts';
import { ownSessionRoutes } from './own-sessions.ts';
import { peopleRoutes } from './people.ts';
import { pushRoutes } from './pushes.ts';
import type { DashboardRoute } from './route.ts';
import { sessionRoutes } from './session.ts';
import { usageRoutes } from './usage.ts';

/**
 * Every route of the dashboard API, by its id. This folder imports nothing of Node: the page derives its client from it.
 * Failures are problem documents, as in the v2 API (contract §1, Errors).
 */
export const dashboardRoutes = {
  ...sessionRoutes,
  ...ownSessionRoutes,
  ...peopleRoutes,
  ...apiKeyRoutes,
  ...connectRoutes,
  ...connectRequestRoutes,
  ...connectedAppRoutes,
  ...ownAppRoutes,
  ...usageRoutes,
  ...auditRoutes,
  ...importRoutes,
  ...pushRoutes,
  ...archiveRoutes,
};

export type DashboardRoutes = typeof dashboardRoutes;
export type DashboardRouteId = keyof DashboardRoutes;

/** The same, for loops over all of them. */
export const allDashboardRoutes: readonly (DashboardRoute & { readonly id: DashboardRouteId })[] =
  Object.values(dashboardRoutes);
