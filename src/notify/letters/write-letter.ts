import type { FactsOf } from './facts.ts';
import type { Letter } from './letter.ts';
import { plainWords } from './plain-words.ts';

/** Minutes that a link of a mail works, from the moment it is sent. */
export const linkMinutes = 30;

export function invitationLetter(given: FactsOf<'invitation'>, url: string): Letter {
  const organization = plainWords(given.organization);
  return {
    subject: `Invitation to ${organization} at CreatorAudit`,
    paragraphs: [
      `${plainWords(given.inviter)} invites you to join “${organization}” as ${given.role}.`,
      `The link works once, until ${minute(given.ends)}.`,
    ],
    action: { label: 'Accept the invitation', url },
    foot: 'You get this because somebody entered your address. If you do not know them, do nothing.',
  };
}

export function passwordResetLetter(url: string): Letter {
  return {
    subject: 'A new password for CreatorAudit',
    paragraphs: [
      'Somebody asked for a new password for the account under this address.',
      `The link works once, for ${linkMinutes} minutes. Using it shows that the address is yours, and signs the account out everywhere.`,
    ],
    action: { label: 'Choose a new password', url },
    foot: 'If it was not you, do nothing: the password stays as it is.',
  };
}

export function addressProofLetter(url: string): Letter {
  return {
    subject: 'Is this your address? CreatorAudit',
    paragraphs: [
      'An account at CreatorAudit has this address. Open the link in the browser in which you are signed in, and the address counts as proven.',
      `The link works once, for ${linkMinutes} minutes.`,
    ],
    action: { label: 'This address is mine', url },
    foot: 'If it is not your account, do nothing.',
  };
}

export function keyMadeLetter(given: FactsOf<'key_made'>, dashboardUrl: string): Letter {
  return aboutKey(given, dashboardUrl, {
    subject: 'A key that may write was made',
    says: `was made at ${minute(given.at)} by ${plainWords(given.by)}, with the scopes ${given.scopes}`,
  });
}

export function keyWidenedLetter(given: FactsOf<'key_widened'>, dashboardUrl: string): Letter {
  return aboutKey(given, dashboardUrl, {
    subject: 'A key got other scopes and may write',
    says: `was given the scopes ${given.scopes} at ${minute(given.at)} by ${plainWords(given.by)}`,
  });
}

export function keyExpiresLetter(given: FactsOf<'key_expires'>, dashboardUrl: string): Letter {
  const letter = aboutKey({ ...given, scopes: '', by: '' }, dashboardUrl, {
    subject: 'A key expires soon',
    says: `expires at ${minute(given.ends)}`,
  });
  return { ...letter, paragraphs: [...letter.paragraphs, 'Rotate it before that, or what uses it stops working.'] };
}

export function appConnectedLetter(given: FactsOf<'app_connected'>, dashboardUrl: string): Letter {
  const organization = plainWords(given.organization);
  const known = given.host === '' ? 'not verified' : `from ${plainWords(given.host)}`;
  const at = minute(given.at);
  return {
    subject: `An app that may write was connected in ${organization}`,
    paragraphs: [
      `The app “${plainWords(given.app)}” (${known}) was let in to “${organization}” at ${at} by ${plainWords(given.by)}, with the scopes ${given.scopes}.`,
      `Its answers go to ${plainWords(given.answers_to)}.`,
    ],
    action: { label: 'See the connected apps', url: `${dashboardUrl}/api-keys` },
    foot: noticeFoot,
  };
}

export function newPlaceLetter(given: FactsOf<'new_place'>, dashboardUrl: string): Letter {
  const who = given.is_you === 'yes' ? 'your account' : `the account of ${plainWords(given.person)}`;
  return {
    subject: `A sign-in from a new place`,
    paragraphs: [
      `Somebody signed in to ${who} at ${minute(given.at)} from a place that was not seen before: ${given.place}.`,
    ],
    action:
      given.is_you === 'yes'
        ? { label: 'Not you? Change your password', url: `${dashboardUrl}/settings` }
        : { label: 'See who is a member', url: `${dashboardUrl}/members` },
    foot: noticeFoot,
  };
}

const noticeFoot = 'You get this as an owner, or because it is about your account.';

function aboutKey(
  { organization, key }: { organization: string; key: string; scopes: string; by: string },
  dashboardUrl: string,
  { subject, says }: { subject: string; says: string },
): Letter {
  return {
    subject: `${subject} in ${plainWords(organization)}`,
    paragraphs: [`The key “${plainWords(key)}” of “${plainWords(organization)}” ${says}.`],
    action: { label: 'See the keys', url: `${dashboardUrl}/api-keys` },
    foot: noticeFoot,
  };
}

/** `2026-11-28T19:52:47.000Z` as people read it. */
function minute(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
