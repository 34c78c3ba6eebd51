import type { RawInput } from '../../contract/parse.ts';
import { parseInput } from '../../contract/parse.ts';
import { dashboardRoutes } from '../contract/routes.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import {
  type DashboardHandlers,
  isMemberRoute,
  isOpenRoute,
  isPersonRoute,
  type MemberRouteId,
  type OpenRouteId,
  type PersonRouteId,
} from './handlers.ts';
import { asMember, asPerson, type Visit } from './visit.ts';

export interface DashboardReply {
  readonly status: number;
  readonly body?: unknown;
}

interface Dispatching {
  context: DashboardContext;
  handlers: DashboardHandlers;
}

/**
 * Whether the visitor may call the route, then its input, then its handler: somebody who may not learns nothing from
 * what is wrong with the input.
 */
export async function dispatch(
  { context, handlers }: Dispatching,
  id: OpenRouteId | PersonRouteId | MemberRouteId,
  visit: Visit,
  readInput: () => Promise<RawInput>,
): Promise<DashboardReply> {
  if (isOpenRoute(id)) return callOpen(handlers, id, visit, await readInput());
  if (isPersonRoute(id)) return callPerson(handlers, id, await asPerson(context, visit), await readInput());
  if (!isMemberRoute(id)) throw new Error(`${id} has no access rule`);
  return callMember(handlers, id, await asMember(context, visit, dashboardRoutes[id].access), await readInput());
}

async function callOpen<Id extends OpenRouteId>(
  { open }: DashboardHandlers,
  id: Id,
  visit: Parameters<(typeof open)[Id]>[1],
  raw: RawInput,
): Promise<DashboardReply> {
  return await open[id](parseInput(dashboardRoutes[id], raw), visit);
}

async function callPerson<Id extends PersonRouteId>(
  { person }: DashboardHandlers,
  id: Id,
  visit: Parameters<(typeof person)[Id]>[1],
  raw: RawInput,
): Promise<DashboardReply> {
  return await person[id](parseInput(dashboardRoutes[id], raw), visit);
}

async function callMember<Id extends MemberRouteId>(
  { member }: DashboardHandlers,
  id: Id,
  visit: Parameters<(typeof member)[Id]>[1],
  raw: RawInput,
): Promise<DashboardReply> {
  return await member[id](parseInput(dashboardRoutes[id], raw), visit);
}
