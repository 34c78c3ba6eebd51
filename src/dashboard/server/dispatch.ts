import type { RawInput } from '../../contract/parse.ts';
import { parseInput } from '../../contract/parse.ts';
import type { DashboardRoute } from '../contract/route.ts';
import { dashboardRoutes } from '../contract/routes.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { asMember, asPerson, type MemberVisit, type PersonVisit, type Visit } from '../people/visit.ts';
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
  dispatching: Dispatching,
  id: OpenRouteId | PersonRouteId | MemberRouteId,
  visit: Visit,
  readInput: () => Promise<ReadInput>,
): Promise<DashboardReply> {
  const { context, handlers } = dispatching;
  if (isOpenRoute(id)) return callOpen(handlers, id, visit, (await readInput()).raw);
  if (isPersonRoute(id)) {
    const { by, raw } = await letIn(() => asPerson(context, visit), readInput);
    return callPerson(dispatching, id, by, raw);
  }
  if (!isMemberRoute(id)) throw new Error(`${id} has no access rule`);
  const { by, raw } = await letIn(() => asMember(context, visit, dashboardRoutes[id].access), readInput);
  return callMember(dispatching, id, by, raw);
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
  { context, handlers: { person } }: Dispatching,
  id: Id,
  visit: PersonVisit,
  raw: RawInput,
): Promise<DashboardReply> {
  const input = parseInput(dashboardRoutes[id], raw);
  countMade(context, id, visit);
  return await person[id](input, visit);
}

async function callMember<Id extends MemberRouteId>(
  { context, handlers: { member } }: Dispatching,
  id: Id,
  visit: MemberVisit,
  raw: RawInput,
): Promise<DashboardReply> {
  const input = parseInput(dashboardRoutes[id], raw);
  countMade(context, id, visit);
  return await member[id](input, visit);
}

/** @throws Problem RATE_LIMITED */
function countMade({ making }: DashboardContext, id: PersonRouteId | MemberRouteId, { visitor }: PersonVisit): void {
  const { makes }: DashboardRoute = dashboardRoutes[id];
  if (makes !== undefined) making.count(visitor.person.id, makes);
}
