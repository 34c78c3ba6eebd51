import { allows } from '../../contract/scope.ts';
import type { ShownKey } from '../contract/api-keys.ts';

/** What the Connect helper does about a key (contract §5). */
export type KeyChoice =
  | { kind: 'fill'; keyId: string }
  | { kind: 'make' }
  /** There are keys, but none that can be filled in: the person decides. */
  | { kind: 'ask' };

/**
 * The one that the helper made for this very client, else the newest: of those that are enabled, unexpired and have a
 * sealed copy. A replaced key is on its way out. With `readOnly` it must be one of the client's own that can only read,
 * and where there is none such, one is made: nothing is asked. It is for where others may see it, so that it must be
 * possible to stop it without stopping another client. Where no copies are kept at all, each client gets its own too.
 * @param keys newest first
 */
export function chooseKey(
  keys: readonly ShownKey[],
  { readOnly, recovery, isMadeFor }: { readOnly: boolean; recovery: boolean; isMadeFor: (keyId: string) => boolean },
): KeyChoice {
  // A key that only pushes numbers is none for an agent that asks.
  const readers = keys.filter(({ scopes }) => allows(scopes, 'read'));
  const usable = readers.filter(
    (key) => key.status === 'enabled' && !key.expired && key.fillable && key.replaced_by === null,
  );
  const own = usable.filter(({ id }) => isMadeFor(id));
  const active = readOnly ? own.find(onlyReads) : (own[0] ?? usable[0]);
  if (active !== undefined) return { kind: 'fill', keyId: active.id };
  if (readOnly || !recovery || readers.length === 0) return { kind: 'make' };
  return { kind: 'ask' };
}

function onlyReads({ scopes }: ShownKey): boolean {
  return scopes.every((scope) => scope === 'read');
}

/** Those of the ids, and the keys that rotations made in their place. */
export function withSuccessors(ids: readonly string[], keys: readonly ShownKey[]): ReadonlySet<string> {
  const successors = new Map(keys.map(({ id, replaced_by }) => [id, replaced_by]));
  const all = new Set(ids);
  // What is added on the way is walked over too.
  for (const id of all) {
    const successor = successors.get(id);
    if (typeof successor === 'string') all.add(successor);
  }
  return all;
}
