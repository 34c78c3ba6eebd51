import type { OrganizationContext } from '../../organizations/organization-context.ts';
import type { SecretsSource } from '../open-secrets.ts';

/** What the life cycle of keys needs from outside. */
export interface KeyContext extends OrganizationContext {
  secrets: SecretsSource;
  randomBytes: (size: number) => Uint8Array;
  /** False with KEY_RECOVERY=off: no key can be read again after the answer that made it. */
  recovery: boolean;
}

/** A key as named from outside; every query carries both ids. */
export interface KeyReference {
  organizationId: string;
  keyId: string;
  /** Who changes it, for the audit trail: a person's id, or a program's name (`cli` where left out). */
  by?: string;
}
