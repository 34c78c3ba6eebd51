import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import type { DashboardRouteId, DashboardRoutes } from '../../dashboard/contract/routes.ts';
import type { AnswerOf, Found, InputFor, MethodOf, PathOf } from './registry.ts';
import { request } from './request.ts';

type Any = DashboardRoutes[DashboardRouteId];
type Wanted<M, P> = Found<Any, M, P>;

/** Calls a route of the dashboard's own API. @throws RequestFailed */
export function dashboard<M extends MethodOf<Any>, P extends PathOf<Any, M>>(
  method: M,
  path: P,
  input: InputFor<Wanted<M, P>> & { signal?: AbortSignal },
): Promise<AnswerOf<Wanted<M, P>>> {
  return request(method, `${dashboardApiBase}${path}`, input);
}

/** What a GET of this path answers. */
export type DashboardAnswer<P extends PathOf<Any, 'GET'>> = AnswerOf<Wanted<'GET', P>>;
