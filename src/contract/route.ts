import type { Method } from './operation.ts';
import { type AnyOperation, allOperations } from './operations.ts';

interface Routed {
  readonly method: Method;
  readonly path: `/${string}`;
}

export type RouteMatch<R extends Routed = AnyOperation> =
  | { kind: 'found'; operation: R; params: Readonly<Record<string, string>> }
  | { kind: 'method_not_allowed'; allow: readonly Method[] }
  | { kind: 'not_found' };

interface Route<R> {
  readonly segments: readonly Segment[];
  readonly byMethod: ReadonlyMap<string, R>;
}

type Segment = { kind: 'literal'; text: string } | { kind: 'param'; name: string };

/** Finds the operation of a method and a path below `/v2`. */
export const matchOperation = createMatcher(allOperations);

/**
 * Finds one of `all` by method and path. Literal segments win over parameters, so `/creators/top` is no creator. Each
 * segment is decoded once; one that decodes to more than one segment, or not at all, matches nothing. The path is as it
 * came in, without its query.
 */
export function createMatcher<R extends Routed>(all: readonly R[]): (method: string, path: string) => RouteMatch<R> {
  const routes = buildRoutes(all);
  return (method, path) => {
    const segments = decodeSegments(path);
    if (segments === null) return { kind: 'not_found' };
    for (const route of routes) {
      const params = matchSegments(route.segments, segments);
      if (params === null) continue;
      const operation = route.byMethod.get(method);
      if (operation !== undefined) return { kind: 'found', operation, params };
      return { kind: 'method_not_allowed', allow: [...route.byMethod.values()].map((found) => found.method) };
    }
    return { kind: 'not_found' };
  };
}

function decodeSegments(path: string): readonly string[] | null {
  const segments: string[] = [];
  for (const part of path.split('/').slice(1)) {
    const decoded = decodeSegment(part);
    if (decoded === null || decoded === '' || decoded === '.' || decoded === '..' || /[/\\\0]/.test(decoded))
      return null;
    segments.push(decoded);
  }
  return segments;
}

function decodeSegment(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    // Malformed percent encoding names no resource.
    return null;
  }
}

function matchSegments(pattern: readonly Segment[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.kind === 'param') params[part.name] = segment;
    else if (part.text !== segment) return null;
  }
  return params;
}

function buildRoutes<R extends Routed>(all: readonly R[]): readonly Route<R>[] {
  const byPath = Map.groupBy(all, (operation) => operation.path);
  const built = [...byPath].map(([path, operations]) => ({
    segments: path.split('/').slice(1).map(segmentOf),
    byMethod: new Map(operations.map((operation) => [operation.method, operation])),
  }));
  return built.sort((a, b) => paramCount(a) - paramCount(b));
}

function segmentOf(text: string): Segment {
  return text.startsWith('{') ? { kind: 'param', name: text.slice(1, -1) } : { kind: 'literal', text };
}

function paramCount(route: Pick<Route<unknown>, 'segments'>): number {
  return route.segments.filter((segment) => segment.kind === 'param').length;
}
