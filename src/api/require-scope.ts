import type { Operation } from '../contract/operation.ts';
import type { Principal } from '../contract/principal.ts';
import { Problem } from '../contract/problem.ts';
import { allows } from '../contract/scope.ts';

/** @throws Problem INSUFFICIENT_SCOPE that names the needed scope and those that the caller has (contract §1) */
export function requireScope({ scope }: Pick<Operation, 'scope'>, { scopes }: Pick<Principal, 'scopes'>): void {
  if (scope === 'open' || allows(scopes, scope)) return;
  throw new Problem('INSUFFICIENT_SCOPE', `This needs the scope ${scope}; this key has ${scopes.join(', ')}.`);
}
