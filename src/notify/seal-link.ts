import { type SealOwner, sealKey } from '../keys/seal.ts';
import type { Secrets } from '../keys/secrets.ts';

/** An invitation's link as the outbox keeps it until it is sent: who reads the database has no link. */
export function sealLink(secrets: Secrets, link: string, mailId: string): Promise<string> {
  return sealKey(secrets, link, linkSealOwner(mailId));
}

/** The sealed text names its mail and that it is no key. */
export function linkSealOwner(mailId: string): SealOwner {
  return { keyId: mailId, organizationId: 'mail' };
}
