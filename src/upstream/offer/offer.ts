import { z } from 'zod';
import { type AnyOperation, allOperations, type OperationId } from '../../contract/operations.ts';
import { type Listed, type Names, routeName } from './document.ts';
import { takesField } from './listing.ts';

/** What the upstream has of the contract. */
export interface Offer {
  readonly lacking: ReadonlySet<OperationId>;
  /** Fields of operations, of query and body, that it does not take. */
  readonly unlisted: ReadonlyMap<OperationId, ReadonlySet<string>>;
  readonly listed: ReadonlyMap<OperationId, Listed>;
}

/** Answered here, whatever the upstream has. */
const own: ReadonlySet<OperationId> = new Set(['get_health', 'get_meta', 'get_api_key_info']);

/** By what a document lists; without one the contract stands for it, but for what is ours. */
export function offerBy(routes: ReadonlyMap<string, Listed> | null): Offer {
  const remote = allOperations.filter(({ id }) => !own.has(id));
  const listed = new Map<OperationId, Listed>();
  for (const { id, method, path } of remote) {
    const found = routes?.get(routeName(method, path));
    if (found !== undefined) listed.set(id, found);
  }
  const isLacking = ({ id, ours }: AnyOperation) =>
    ours === 'own_store' || (routes === null ? ours !== undefined : !listed.has(id));
  return {
    lacking: new Set(remote.filter(isLacking).map(({ id }) => id)),
    unlisted: new Map(remote.map((operation) => [operation.id, unlistedOf(operation, listed.get(operation.id))])),
    listed,
  };
}

function unlistedOf({ query, body }: AnyOperation, listed: Listed | undefined): ReadonlySet<string> {
  const missing = (schema: z.ZodType, names: Names | null) =>
    schema instanceof z.ZodObject
      ? Object.entries(schema.shape).filter(([name, field]) => !takesField(name, field, names))
      : [];
  const all = [...missing(query, listed?.query ?? null), ...missing(body, listed?.body ?? null)];
  return new Set(all.map(([name]) => name));
}
