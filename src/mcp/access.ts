import type { Tool } from '../../tools/catalog.ts';
import { operations } from '../contract/operations.ts';
import { Problem } from '../contract/problem.ts';
import { allows, type Scope, scopes } from '../contract/scope.ts';
import type { KeyPlace } from '../http/credentials.ts';
import type { Principal } from '../keys/principal.ts';

/** What a connection may do. */
export interface Access {
  readonly scopes: readonly Scope[];
  /** Why it may do less than its key: the sentence ends a refusal. */
  readonly narrowed: 'read_only' | 'url_key' | null;
  /** Tools of operations that the API behind the port lacks: not shown to anybody. */
  readonly lacking?: ReadonlySet<string>;
}

const readOnly: readonly Scope[] = ['read'];

/**
 * The key's scopes, narrowed by `?read_only=true` and by the organization's rule on keys in URLs. Without a key
 * everything is shown, and nothing can be called (contract §4, No key).
 * @throws Problem FORBIDDEN where the organization forbids keys in URLs
 */
export function accessOf(principal: Principal | null, keyPlace: KeyPlace | null, wantsReadOnly: boolean): Access {
  if (principal !== null && keyPlace === 'url') {
    if (principal.urlKeys === 'forbid') {
      throw new Problem(
        'FORBIDDEN',
        'This organization does not allow keys in URLs. Send the key as `Authorization: Bearer <key>`.',
      );
    }
    if (principal.urlKeys === 'read_only') return { scopes: readOnly, narrowed: 'url_key' };
  }
  if (wantsReadOnly) return { scopes: readOnly, narrowed: 'read_only' };
  return { scopes: principal?.scopes ?? scopes, narrowed: null };
}

/** The scope that a tool names; `null` is open to any valid key. */
export function scopeOf(tool: Tool): Scope | null {
  const scope = tool.kind === 'meta' ? tool.scope : operations[tool.name].scope;
  return scope === 'open' ? null : scope;
}

/** Whether a tool is shown: what is not may be refused in words of its own when it is called by name. */
export function mayCall(access: Access, tool: Tool): boolean {
  if (access.lacking?.has(tool.name)) return false;
  const needed = scopeOf(tool);
  return needed === null || allows(access.scopes, needed);
}

const narrowedBecause = {
  read_only: ' This connection was opened with read_only=true.',
  url_key: ' This organization lets a key in a URL only read: send it as `Authorization: Bearer <key>`.',
} as const;

/** @throws Problem INSUFFICIENT_SCOPE that names the needed scope and those there are (contract §1) */
export function requireScope(access: Access, needed: Scope | null): void {
  if (needed === null || allows(access.scopes, needed)) return;
  const why = access.narrowed === null ? '' : narrowedBecause[access.narrowed];
  throw new Problem(
    'INSUFFICIENT_SCOPE',
    `This needs the scope ${needed}; there is ${access.scopes.join(', ')}.${why}`,
  );
}
