import { type Tool, toolNamed } from '../../../tools/catalog.ts';
import { operations } from '../../contract/operations.ts';
import type { KeyPlace } from '../../contract/presented-key.ts';
import type { Principal } from '../../contract/principal.ts';
import { Problem } from '../../contract/problem.ts';
import { allows, allScopes, impliedScopes, type NeededScope, type Scope } from '../../contract/scope.ts';

/** What a connection may do. */
export interface Access {
  readonly scopes: readonly Scope[];
  /** What is shown, where that is more: an app may ask for what its person could let it do. */
  readonly listed?: readonly Scope[];
  /** Why it may do less than its key, and what the key itself has. */
  readonly narrowed: { readonly by: 'read_only' | 'url_key'; readonly held: readonly Scope[] } | null;
  /** Where a remote API has the data: what it has of the contract. */
  readonly offer?: RemoteOffer;
}

/** What a remote API has of the contract, as tools show it. */
export interface RemoteOffer {
  /** Operations that it lacks: their tools are shown to nobody. */
  readonly lacking: ReadonlySet<string>;
  /** Arguments that it does not take, by operation. */
  readonly unlisted: ReadonlyMap<string, ReadonlySet<string>>;
}

const readOnly: readonly Scope[] = ['read'];

/**
 * The key's scopes, narrowed by `?read_only=true` and by the organization's rule on keys in URLs. Without a key
 * everything is shown, and nothing can be called (contract §4, No key).
 * @throws Problem FORBIDDEN where the organization forbids keys in URLs
 */
export function accessOf(principal: Principal | null, keyPlace: KeyPlace | null, wantsReadOnly: boolean): Access {
  const held = principal?.scopes ?? allScopes;
  if (principal !== null && keyPlace === 'url') {
    if (principal.urlKeys === 'forbid') {
      throw new Problem(
        'FORBIDDEN',
        'This organization does not allow keys in URLs. Send the key as `Authorization: Bearer <key>`.',
      );
    }
    if (principal.urlKeys === 'read_only') return { scopes: readOnly, narrowed: { by: 'url_key', held } };
  }
  if (wantsReadOnly) return { scopes: readOnly, narrowed: { by: 'read_only', held } };
  const listed = principal?.grant?.grantable;
  return { scopes: held, narrowed: null, ...(listed !== undefined && { listed }) };
}

/** The scope that a tool names; `null` is open to any valid key. */
export function scopeOf(tool: Tool): Scope | null {
  const scope = tool.kind === 'meta' ? tool.scope : operations[tool.name].scope;
  return neededScope(scope);
}

/** What a key must have for an operation; null where any key will do. */
export function neededScope(scope: NeededScope): Scope | null {
  return scope === 'open' || scope === 'any' ? null : scope;
}

/** Whether a tool is shown. One that is not shown can still be called by name, and is then refused with a reason. */
export function mayCall(access: Access, tool: Tool): boolean {
  if (access.offer?.lacking.has(tool.name)) return false;
  const needed = scopeOf(tool);
  return needed === null || allows(access.listed ?? access.scopes, needed);
}

const narrowedBecause = {
  read_only: 'but this connection was opened with read_only=true',
  url_key: 'but this organization lets a key in a URL only read: send it as `Authorization: Bearer <key>`',
} as const;

/**
 * What an app should ask its person for, whose call of a tool lacks a scope: null where more would be of no use to it, or
 * is not the person's to give.
 */
export function stepUpFor({ scopes: held, listed, narrowed }: Access, toolName: string): readonly Scope[] | null {
  const tool = toolNamed(toolName);
  const needed = tool === undefined ? null : scopeOf(tool);
  if (needed === null || listed === undefined || narrowed !== null) return null;
  return !allows(held, needed) && allows(listed, needed) ? impliedScopes([needed]) : null;
}

/** @throws Problem INSUFFICIENT_SCOPE that names the needed scope, those that the key has, and what narrows it (contract §1) */
export function requireScope(access: Access, needed: Scope | null): void {
  if (needed === null || allows(access.scopes, needed)) return;
  const { narrowed } = access;
  const has = `This needs the scope ${needed}; this key has ${(narrowed?.held ?? access.scopes).join(', ')}`;
  throw new Problem('INSUFFICIENT_SCOPE', narrowed === null ? `${has}.` : `${has}, ${narrowedBecause[narrowed.by]}.`);
}
