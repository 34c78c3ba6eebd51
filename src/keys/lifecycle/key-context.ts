import type { OrganizationContext } from '../../organizations/organization-context.ts';
import type { SecretsSource } from '../open-secrets.ts';

/** What the life cycle of keys needs from outside. */
export interface KeyContext extends OrganizationContext {
  secrets: SecretsSource;
  randomBytes: (size: number) => Uint8Array;
  /** False with KEY_RECOVERY=off: no key can be read again after the answer that made it. */
  recovery: boolean;
}
