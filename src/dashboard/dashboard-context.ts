import type { Config } from '../config.ts';
import type { ArchiveStream } from '../export/archive/archive-stream.ts';
import type { ImportDesk } from '../import/desk/import-desk.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import type { RemoteOffer } from '../mcp/call/access.ts';
import type { ConnectContext } from '../oauth/connect-context.ts';
import type { AttemptLimit } from './auth/attempt-limit.ts';
import type { Auth } from './auth/auth.ts';
import type { KnownBrowsers } from './auth/known-browser.ts';
import type { MakingLimit } from './auth/making-limit.ts';
import type { NoteRefused } from './auth/note-refused.ts';
import type { PasswordGuesses } from './auth/password-guesses.ts';
import type { PasswordTurns, Turn } from './auth/password-turns.ts';
import type { SessionSeen } from './auth/session-seen.ts';
import type { FirstRequests } from './connect/first-requests.ts';

/** Of the sender of mails what whoever posts one needs. */
export interface DashboardMail {
  /** To be called after the transaction that posted. */
  wake: () => void;
  /** Failures that the request must not end by. */
  onError: (error: unknown) => void;
}

/** What the dashboard's routes work with. */
export interface DashboardContext {
  /** Store, clock, randomness and secrets, as the life cycle of keys takes them. */
  keys: KeyContext;
  config: Pick<Config, 'publicUrls' | 'signUp' | 'oidc' | 'trustProxy' | 'audit'>;
  version: string;
  /** better-auth, imported when it is first asked for: it costs 30 MB and 0.3 s that a server without visitors need not pay. */
  auth: () => Promise<Auth>;
  /** For a new password. @throws Problem VALIDATION_ERROR for one of the most common; SERVICE_UNAVAILABLE */
  hashPassword: (password: string, turn: Turn) => Promise<string>;
  attempts: AttemptLimit;
  guesses: PasswordGuesses;
  turns: PasswordTurns;
  knownBrowsers: KnownBrowsers;
  noteRefused: NoteRefused;
  sessionSeen: SessionSeen;
  making: MakingLimit;
  firstRequests: FirstRequests;
  /** What a remote API has of the contract; undefined where the data is our own. */
  offer: () => RemoteOffer | undefined;
  /** The door where apps sign people in; null where it is closed. */
  connect: ConnectContext | null;
  /** Gives rows of the audit trail that wait for it their place, and so shows them. */
  placeAuditRows: () => Promise<void>;
  /** Where files are taken in; null where the data is in a remote API. */
  imports: ImportDesk | null;
  /** An organization as an archive; null where the data is in a remote API. */
  archiveOf: ArchiveStream | null;
  /** Null where this server sends no mail. */
  mail: DashboardMail | null;
}
