import type { RawInput } from '../../contract/parse.ts';
import { parseInput } from '../../contract/parse.ts';
import { dashboardRoutes } from '../contract/routes.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { asMember, asPerson, type Visit } from '../people/visit.ts';
import {
  type DashboardHandlers,
  isMemberRoute,
  isOpenRoute,
  isPersonRoute,
  type MemberRouteId,
  type OpenRouteId,
  type PersonRouteId,
} from './handlers.ts';

export interface DashboardReply {
  readonly status: number;
  readonly body?: unknown;
}

interface Dispatching {
  context: DashboardContext;
  handlers: DashboardHandlers;
}

/** An input, and whether it took its time to come: then the visit was renewed, and who may call is to be asked again. */
export interface ReadInput {
  readonly raw: RawInput;
  readonly wasLate: boolean;
}

/**
 * Whether the visitor may call the route, then its input, then its handler: somebody who may not learns nothing from
 * what is wrong with the input.
 */
export async function dispatch(
  { context, handlers }: Dispatching,
  id: OpenRouteId | PersonRouteId | MemberRouteId,
  visit: Visit,
  readInput: () => Promise<ReadInput>,
): Promise<DashboardReply> {
  if (isOpenRoute(id)) return callOpen(handlers, id, visit, (await readInput()).raw);
  if (isPersonRoute(id)) {
    const { by, raw } = await letIn(() => asPerson(context, visit), readInput);
    return callPerson(handlers, id, by, raw);
  }
  if (!isMemberRoute(id)) throw new Error(`${id} has no access rule`);
  const { by, raw } = await letIn(() => asMember(context, visit, dashboardRoutes[id].access), readInput);
  return callMember(handlers, id, by, raw);
}

/** Somebody may be let in, lose the role or the session while a body is on its way, and would still be served. */
async function letIn<V>(
  admit: () => Promise<V>,
  readInput: () => Promise<ReadInput>,
): Promise<{ by: V; raw: RawInput }> {
  const by = await admit();
  const { raw, wasLate } = await readInput();
  return { by: wasLate ? await admit() : by, raw };
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
