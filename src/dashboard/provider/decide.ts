import type { ProviderAddress } from '../auth/arrival.ts';
import type { ProviderRefusal } from '../contract/provider-refusals.ts';

/** The account that a verified address belongs to here, if any. */
export type Holder = { kind: 'nobody' } | { kind: 'unproven'; personId: string } | { kind: 'proven'; personId: string };

/** The account that an identity is linked to. */
interface Linked {
  personId: string;
}

export interface SignInFacts {
  linked: Linked | null;
  address: ProviderAddress;
  /** Of the address, where it is verified. */
  holder: Holder;
  /** Whether somebody with the address may make an account. */
  admitted: boolean;
}

export type SignInDecision =
  /** `proves`: the account had the address without proof, and has it proven now. */
  | { kind: 'known'; personId: string; proves: boolean }
  /** `loser`: who had the address without proof. */
  | { kind: 'new'; email: string; loser: string | null }
  | { kind: 'refused'; why: ProviderRefusal };

/**
 * What comes of a sign-in. A linked identity is let in whatever its address is now, and its account keeps the address that
 * it has: addresses are changed and given to others at providers. Only a first sign-in looks for the address.
 */
export function decideSignIn({ linked, address, holder, admitted }: SignInFacts): SignInDecision {
  if (linked !== null) {
    const proves = holder.kind === 'unproven' && holder.personId === linked.personId;
    return { kind: 'known', personId: linked.personId, proves };
  }
  if (address.kind !== 'verified') return { kind: 'refused', why: `address_${address.kind}` };
  if (holder.kind === 'proven') return { kind: 'refused', why: 'address_proven_elsewhere' };
  if (!admitted) return { kind: 'refused', why: 'not_invited' };
  return { kind: 'new', email: address.email, loser: holder.kind === 'unproven' ? holder.personId : null };
}

export interface LinkFacts {
  /** Who asks for the link. */
  personId: string;
  linked: Linked | null;
  address: ProviderAddress;
  holder: Holder;
  /** Whether the account has no address but a sign-in name, as it lost its own. */
  hasNoAddress: boolean;
}

export type LinkDecision =
  | { kind: 'link'; address: { kind: 'stays' | 'proven' } | { kind: 'taken'; email: string; loser: string | null } }
  | { kind: 'refused'; why: ProviderRefusal };

/**
 * What comes of linking. The account keeps its address, which is proven now if it is the provider's; one that has lost its
 * address takes the provider's, unless another account has proven that.
 */
export function decideLink({ personId, linked, address, holder, hasNoAddress }: LinkFacts): LinkDecision {
  if (linked !== null && linked.personId !== personId) return { kind: 'refused', why: 'linked_elsewhere' };
  if (address.kind !== 'verified' || holder.kind === 'proven') return { kind: 'link', address: { kind: 'stays' } };
  if (holder.kind === 'unproven' && holder.personId === personId) return { kind: 'link', address: { kind: 'proven' } };
  if (!hasNoAddress) return { kind: 'link', address: { kind: 'stays' } };
  const loser = holder.kind === 'unproven' ? holder.personId : null;
  return { kind: 'link', address: { kind: 'taken', email: address.email, loser } };
}
