import type { InputOf, ReplyOf } from '../../contract/operation.ts';
import { type DashboardRouteId, type DashboardRoutes, dashboardRoutes } from '../contract/routes.ts';
import type { MemberVisit, PersonVisit, RoleAccess, Visit } from '../people/visit.ts';

export type RouteInput<Id extends DashboardRouteId> = InputOf<DashboardRoutes[Id]>;
export type RouteReply<Id extends DashboardRouteId> = ReplyOf<DashboardRoutes[Id]>;

type IdsWith<A> = {
  [Id in DashboardRouteId]: DashboardRoutes[Id]['access'] extends A ? Id : never;
}[DashboardRouteId];

export type OpenRouteId = IdsWith<'open'>;
export type PersonRouteId = IdsWith<'person'>;
export type MemberRouteId = IdsWith<RoleAccess>;

type HandlersOf<Ids extends DashboardRouteId, V> = {
  readonly [Id in Ids]: (input: RouteInput<Id>, visit: V) => Promise<RouteReply<Id>>;
};

/** For everybody. */
export type OpenHandlers = HandlersOf<OpenRouteId, Visit>;
/** For whoever is signed in. */
export type PersonHandlers = HandlersOf<PersonRouteId, PersonVisit>;
/** For members with the role that the route asks for: it was checked before. */
export type MemberHandlers = HandlersOf<MemberRouteId, MemberVisit>;

export interface DashboardHandlers {
  open: OpenHandlers;
  person: PersonHandlers;
  member: MemberHandlers;
}

export function isOpenRoute(id: DashboardRouteId): id is OpenRouteId {
  return dashboardRoutes[id].access === 'open';
}

export function isPersonRoute(id: DashboardRouteId): id is PersonRouteId {
  return dashboardRoutes[id].access === 'person';
}

export function isMemberRoute(id: DashboardRouteId): id is MemberRouteId {
  return !isOpenRoute(id) && !isPersonRoute(id);
}
