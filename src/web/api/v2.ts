import type { OperationId, Operations } from '../../contract/operations.ts';
import { dashboardRestBase } from '../../dashboard/contract/route.ts';
import type { AnswerOf, Found, InputFor, MethodOf, PathOf } from './registry.ts';
import { request } from './request.ts';

type Any = Operations[OperationId];
type Wanted<M, P> = Found<Any, M, P>;

/** Calls a v2 operation as the person who is signed in. @throws RequestFailed */
export function v2<M extends MethodOf<Any>, P extends PathOf<Any, M>>(
  method: M,
  path: P,
  input: InputFor<Wanted<M, P>> & { signal?: AbortSignal },
): Promise<AnswerOf<Wanted<M, P>>> {
  return request(method, `${dashboardRestBase}${path}`, input);
}

/** What a GET of this path answers. */
export type V2Answer<P extends PathOf<Any, 'GET'>> = AnswerOf<Wanted<'GET', P>>;
