import type { SecretsSource } from '../keys/open-secrets.ts';
import { openSealed } from '../keys/seal.ts';
import type { MailRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { facts } from './letters/facts.ts';
import type { Letter } from './letters/letter.ts';
import {
  addressProofLetter,
  appConnectedLetter,
  invitationLetter,
  keyExpiresLetter,
  keyMadeLetter,
  keyWidenedLetter,
  newPlaceLetter,
  passwordResetLetter,
} from './letters/write-letter.ts';
import { type LinkOwner, newMailLink } from './mail-links.ts';
import { linkSealOwner } from './seal-link.ts';

export interface Writing {
  store: Pick<Store, 'write'>;
  secrets: Pick<SecretsSource, 'current'>;
  now: () => number;
  randomBytes: (size: number) => Uint8Array;
  /** Where links lead, without a slash at the end. */
  dashboardUrl: string;
}

/**
 * The letter of a mail, as it is sent now. Links for passwords and addresses come into being here and are kept nowhere.
 * Null where there is nothing to send: no such account any more, or a link that these secrets do not open.
 */
export async function letterOf(writing: Writing, mail: MailRow): Promise<Letter | null> {
  const { dashboardUrl } = writing;
  const told: unknown = JSON.parse(mail.facts);
  switch (mail.kind) {
    case 'invitation': {
      const link = await openedLink(writing, mail);
      return link === null ? null : invitationLetter(facts.invitation.parse(told), link);
    }
    case 'password_reset': {
      const owner = await holderOf(writing, mail.address);
      return owner && passwordResetLetter(`${dashboardUrl}/reset#${await tokenFor(writing, mail, owner)}`);
    }
    case 'address_proof': {
      const owner = await accountOf(writing, facts.address_proof.parse(told).person_id, mail.address);
      return owner && addressProofLetter(`${dashboardUrl}/prove#${await tokenFor(writing, mail, owner)}`);
    }
    case 'key_made':
      return keyMadeLetter(facts.key_made.parse(told), dashboardUrl);
    case 'key_widened':
      return keyWidenedLetter(facts.key_widened.parse(told), dashboardUrl);
    case 'key_expires':
      return keyExpiresLetter(facts.key_expires.parse(told), dashboardUrl);
    case 'app_connected':
      return appConnectedLetter(facts.app_connected.parse(told), dashboardUrl);
    case 'new_place':
      return newPlaceLetter(facts.new_place.parse(told), dashboardUrl);
  }
}

async function openedLink({ secrets }: Writing, { id, sealed_link: sealed }: MailRow): Promise<string | null> {
  if (sealed === null) return null;
  const opened = await openSealed(secrets.current(), sealed, linkSealOwner(id));
  return opened.kind === 'opened' ? opened.key : null;
}

function tokenFor(writing: Writing, { id, kind }: MailRow, owner: LinkOwner): Promise<string> {
  const purpose = kind === 'password_reset' ? kind : 'address_proof';
  return newMailLink(writing.store, writing, { mailId: id, purpose, ...owner });
}

/** Who signs in with a password under an address: whoever comes by a provider alone has none to reset. */
async function holderOf({ store }: Writing, address: string): Promise<LinkOwner | null> {
  const found = await store.write
    .selectFrom('people')
    .innerJoin('sign_in_accounts', 'sign_in_accounts.person_id', 'people.id')
    .select('people.id')
    .where('people.email', '=', address)
    .where('sign_in_accounts.provider_id', '=', 'credential')
    .where('sign_in_accounts.password', 'is not', null)
    .executeTakeFirst();
  return found === undefined ? null : { personId: found.id, address };
}

async function accountOf({ store }: Writing, personId: string, address: string): Promise<LinkOwner | null> {
  const found = await store.write
    .selectFrom('people')
    .select('id')
    .where('id', '=', personId)
    .where('email', '=', address)
    .executeTakeFirst();
  return found === undefined ? null : { personId, address };
}
