import type { Operation } from '../../contract/operation.ts';
import { notFound } from '../../contract/problem.ts';

/** What of an operation decides where its request goes. */
type Routed = Pick<Operation, 'path' | 'query' | 'noun'>;

/**
 * Path and query of an operation's request, below the path of the upstream's base: made from the operation's own path
 * with each parameter as exactly one segment, so that no id leads anywhere else.
 * @throws Problem NOT_FOUND for an id that no segment can hold
 */
export function outboundTarget(
  basePath: string,
  operation: Routed,
  { params, query }: { params: object; query: object },
): string {
  const given = new Map<string, unknown>(Object.entries(params));
  const path = operation.path
    .split('/')
    .map((part) => (part.startsWith('{') ? segment(given.get(part.slice(1, -1)), operation.noun) : part))
    .join('/');
  const search = outboundQuery(operation, query);
  return search === '' ? basePath + path : `${basePath}${path}?${search}`;
}

/** Encoded, a value stays within its segment; but for dots, which servers take for steps even where they are encoded. */
function segment(value: unknown, noun: string): string {
  const text = String(value ?? '');
  // Some servers fold look-alikes (NFKC) before they resolve a path.
  const looksLike = text.normalize('NFKC').trim();
  if (!text.isWellFormed() || /^\.*$/.test(looksLike)) throw notFound(noun);
  return encodeURIComponent(text);
}

/** What differs from the contract's defaults: an older upstream may not know a parameter that nobody asked for. */
function outboundQuery({ query: schema }: Routed, query: object): string {
  const { data: defaults } = schema.safeParse({});
  const byDefault = new Map<string, unknown>(Object.entries(defaults ?? {}));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries<unknown>({ ...query })) {
    if (value !== undefined && value !== byDefault.get(name)) search.append(name, String(value));
  }
  return search.toString();
}
