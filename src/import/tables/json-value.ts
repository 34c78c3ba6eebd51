import { isRecord } from '../../contract/is-record.ts';
import { Refusal } from '../refusal.ts';

/** A parsed value in which every number is its own text: ids have more digits than a number holds. */
export function parseExactly(text: string, place: number): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' && context?.source !== undefined ? context.source : value,
    );
  } catch (error) {
    if (place === 1) throw new Refusal('This is no JSON that can be read.', { cause: error });
    return undefined;
  }
}

const deepest = 5;

/** The plain values in an object under their paths; lists are left out. */
export function flattened(value: unknown, path = '', depth = 0): [string, string][] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, string][] => {
    const name = path === '' ? key : `${path}.${key}`;
    if (inner === null || inner === undefined) return [[name, '']];
    if (typeof inner === 'string') return [[name, inner.trim()]];
    if (typeof inner === 'boolean') return [[name, inner ? 'true' : 'false']];
    return depth < deepest && !Array.isArray(inner) ? flattened(inner, name, depth + 1) : [];
  });
}

/** The lists of objects in an object, with their paths and the objects around them, outermost first. */
export function listsIn(
  value: unknown,
  isWanted: (key: string) => boolean,
  path = '',
  around: readonly Readonly<Record<string, unknown>>[] = [],
): { path: string; items: readonly unknown[]; around: readonly Readonly<Record<string, unknown>>[] }[] {
  if (!isRecord(value) || around.length > deepest) return [];
  const within = [...around, value];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = path === '' ? key : `${path}.${key}`;
    if (Array.isArray(inner)) {
      return isWanted(key) && inner.some(isRecord) ? [{ path: name, items: inner, around: within }] : [];
    }
    return listsIn(inner, isWanted, name, within);
  });
}
