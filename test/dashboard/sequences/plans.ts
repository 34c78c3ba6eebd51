import { allOperations } from '../../../src/contract/operations.ts';
import type { Access, DashboardRoute } from '../../../src/dashboard/contract/route.ts';
import { allDashboardRoutes } from '../../../src/dashboard/contract/routes.ts';
import { connectedAppPlans, connectRequestPlans } from './app-plans.ts';
import { importPlans } from './import-plans.ts';
import { acceptInvitation, previewInvitation } from './invitation-plans.ts';
import { keyPlans } from './key-plans.ts';
import { ownSessionPlans } from './own-session-plans.ts';
import { createOrganization, peoplePlans } from './people-plans.ts';
import type { MemberScene, Plan, Scene } from './plan.ts';
import { sessionPlans } from './session-plans.ts';
import { v2Plans } from './v2-plans.ts';

/** A route, and how the model asks it. */
export interface Asked {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly access: Access;
  readonly makesLinks: boolean;
  readonly plan: AnyPlan;
}

type AnyPlan =
  | { readonly of: 'anybody'; readonly plan: Plan<Scene> }
  | { readonly of: 'members'; readonly plan: Plan<MemberScene> };

const ofAnybody: Readonly<Record<string, Plan<Scene>>> = {
  ...sessionPlans,
  ...ownSessionPlans,
  ...connectRequestPlans,
  create_organization: createOrganization,
  preview_invitation: previewInvitation,
  accept_invitation: acceptInvitation,
};
const ofMembers: Readonly<Record<string, Plan<MemberScene>>> = {
  ...peoplePlans,
  ...keyPlans,
  ...connectedAppPlans,
  ...importPlans,
};

export const plannedIds: readonly string[] = [...Object.keys(ofAnybody), ...Object.keys(ofMembers)];

/** All routes of the registry; and of the v2 operations those that the model knows. */
export const askedRoutes: readonly Asked[] = [...allDashboardRoutes.map(asRoute), ...Object.keys(v2Plans).map(asV2)];

/** @throws for a route that the model does not know */
function asRoute({ id, method, path, access }: DashboardRoute): Asked {
  return { id, method, path, access, makesLinks: /^(create|renew)_invitation$/.test(id), plan: planOf(id) };
}

function planOf(id: string): AnyPlan {
  const anybody = ofAnybody[id];
  if (anybody !== undefined) return { of: 'anybody', plan: anybody };
  const members = ofMembers[id];
  if (members !== undefined) return { of: 'members', plan: members };
  throw new Error(`${id}: say in test/dashboard/sequences who asks it how, and what is right`);
}

function asV2(id: string): Asked {
  const operation = allOperations.find((one) => one.id === id);
  const plan = Object.entries(v2Plans).find(([name]) => name === id)?.[1];
  if (operation === undefined || plan === undefined) throw new Error(`${id} is no operation`);
  const { method, path } = operation;
  return { id, method, path: `/v2${path}`, access: 'viewer', makesLinks: false, plan: { of: 'members', plan } };
}
