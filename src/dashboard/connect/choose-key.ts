import type { ShownKey } from '../contract/api-keys.ts';

/** What the Connect helper does about a key (contract §5). */
export type KeyChoice =
  | { kind: 'fill'; keyId: string }
  | { kind: 'make' }
  /** There are keys, but none that can be filled in: the person decides. */
  | { kind: 'ask' };

/**
 * The organization's active key is the newest that is enabled, unexpired and has a sealed copy. With `readOnly` it must
 * not be able to do more than read, and where there is none such, one is made: nothing is asked. A replaced key is on
 * its way out. Where no copies are kept at all, each client gets a key of its own.
 * @param keys newest first
 */
export function chooseKey(
  keys: readonly ShownKey[],
  { readOnly, recovery }: { readOnly: boolean; recovery: boolean },
): KeyChoice {
  const active = keys.find(
    (key) =>
      key.status === 'enabled' &&
      !key.expired &&
      key.fillable &&
      key.replaced_by === null &&
      (!readOnly || key.scopes.every((scope) => scope === 'read')),
  );
  if (active !== undefined) return { kind: 'fill', keyId: active.id };
  if (readOnly || !recovery || keys.length === 0) return { kind: 'make' };
  return { kind: 'ask' };
}
