import type { AuditEntry } from '../../audit/audit-event.ts';
import { addressClass } from './address-class.ts';
import { createCountedWindows } from './counted-windows.ts';

/** Where a password was asked for; or a provider sent somebody who is not let in. */
export type AskedAt = 'sign-in' | 'invitation' | 'settings' | 'provider';

interface Refused {
  /** Of the client. */
  address: string;
  /** Who was signed in when they tried. */
  by: string | null;
  /** Null where there is none. */
  account: { personId: string; organizationIds: readonly string[] } | null;
  /** Whether the browser was let in to the account before. */
  isKnown: boolean;
  at: AskedAt;
}

export type NoteRefused = (refused: Refused) => void;

/**
 * Writes down that somebody was not let in, in every organization of the account; never what was given, nor an address that
 * has no account, where people type passwords by mistake. Those are a row a minute, place and class of address, of the
 * whole installation. Nothing waits for the rows, so that how long the answer takes does not tell which it was.
 */
export function createNoteRefused(note: (entry: AuditEntry) => void, now: () => number): NoteRefused {
  const unknown = createCountedWindows({ windowMs: 60_000, now });
  return ({ address, by, account, isKnown, at }) => {
    const from = addressClass(address);
    if (account === null) {
      const kind = `${from} ${at}`;
      if (unknown.waits(kind, 1) !== null) return;
      unknown.add(kind);
    }
    const organizations = account === null || account.organizationIds.length === 0 ? [null] : account.organizationIds;
    const facts = { person: account?.personId ?? 'no account', from, browser: isKnown ? 'known' : 'new', at };
    for (const organizationId of organizations) {
      note({ event: 'sign_in.refused', organizationId, personId: by, outcome: 'refused', facts });
    }
  };
}
