import { z } from 'zod';
import { invalid } from '../../contract/problem.ts';
import { allScopes, impliedScopes, type Scope, scopes } from '../../contract/scope.ts';

const instant = z.iso.datetime({ offset: true });

/**
 * The scopes that a key is to have, widened by implication; all of them when nothing was picked (contract §1, Scopes).
 * @throws VALIDATION_ERROR on the field `scopes`.
 */
export function wantedScopes(picked: readonly string[] | undefined): readonly Scope[] {
  if (picked === undefined) return allScopes;
  const strange = picked.find((word) => !isScope(word));
  if (strange !== undefined || picked.length === 0) {
    throw invalid([{ field: 'scopes', message: `must be one or more of ${scopes.join(', ')}` }]);
  }
  return impliedScopes(picked.filter(isScope));
}

/**
 * When a key is to expire, as ISO 8601 UTC; null = never.
 * @throws VALIDATION_ERROR on the field `expires_at` unless it is an instant that lies ahead.
 */
export function wantedExpiry(expiresAt: string | null | undefined, now: number): string | null {
  if (expiresAt === null || expiresAt === undefined) return null;
  if (!instant.safeParse(expiresAt).success) {
    throw invalid([{ field: 'expires_at', message: 'must be an ISO 8601 instant' }]);
  }
  if (Date.parse(expiresAt) <= now) throw invalid([{ field: 'expires_at', message: 'must be in the future' }]);
  return new Date(expiresAt).toISOString();
}

function isScope(word: string): word is Scope {
  return scopes.some((scope) => scope === word);
}
