import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { AuditEntry } from '../audit/audit-event.ts';
import type { Config } from '../config.ts';
import type { ArchiveStream } from '../export/archive/archive-stream.ts';
import type { Authenticator } from '../http/authenticate.ts';
import { type Exchange, exchangeOf } from '../http/exchange.ts';
import type { ImportDesk } from '../import/desk/import-desk.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import type { RemoteOffer } from '../mcp/call/access.ts';
import type { ConnectContext } from '../oauth/connect-context.ts';
import { deleteOldImports } from '../store/imports/delete-old.ts';
import { dropOldUploads } from '../store/imports/upload-rows.ts';
import { createSweep, type Sweep } from '../store/sweep.ts';
import { createAttemptLimit } from './auth/attempt-limit.ts';
import type { Auth } from './auth/auth.ts';
import { requireUncommon } from './auth/common-passwords.ts';
import { createKnownBrowsers } from './auth/known-browser.ts';
import { createMakingLimit } from './auth/making-limit.ts';
import { createNoteRefused } from './auth/note-refused.ts';
import { isOidcRefusal, oidcCallbackPath } from './auth/oidc.ts';
import { createPasswordGuesses } from './auth/password-guesses.ts';
import type { PasswordHash } from './auth/password-hash.ts';
import { createPasswordTurns } from './auth/password-turns.ts';
import { createSessionSeen } from './auth/session-seen.ts';
import { createFirstRequests } from './connect/first-requests.ts';
import type { DashboardContext, DashboardMail } from './dashboard-context.ts';
import { apiKeyHandlers } from './handlers/api-keys.ts';
import { archiveHandlers } from './handlers/archives.ts';
import { auditHandlers } from './handlers/audit.ts';
import { connectHandlers } from './handlers/connect.ts';
import { openConnectRequestHandlers, personConnectRequestHandlers } from './handlers/connect-requests.ts';
import { connectedAppHandlers } from './handlers/connected-apps.ts';
import { importHandlers } from './handlers/imports.ts';
import { openMailHandlers, personMailHandlers } from './handlers/mail.ts';
import { ownAppHandlers } from './handlers/own-apps.ts';
import { ownSessionHandlers } from './handlers/own-sessions.ts';
import { memberPeopleHandlers, openPeopleHandlers, personPeopleHandlers } from './handlers/people.ts';
import { openProviderHandlers, personProviderHandlers } from './handlers/provider.ts';
import { pushHandlers } from './handlers/pushes.ts';
import { openSessionHandlers, personSessionHandlers } from './handlers/session.ts';
import { usageHandlers } from './handlers/usage.ts';
import { deleteExpired } from './people/delete-expired.ts';
import { arrive } from './provider/arrive.ts';
import type { DashboardHandlers } from './server/handlers.ts';
import { serveApi } from './server/serve-api.ts';
import { serveOidcCallback } from './server/serve-oidc-callback.ts';
import { createSessionAuthenticator } from './server/session-authenticator.ts';

export interface DashboardSetting {
  keys: KeyContext;
  config: Pick<Config, 'publicUrls' | 'signUp' | 'oidc' | 'trustProxy' | 'audit' | 'rateLimitPerMinute'>;
  version: string;
  /** What a remote API behind the port has of the contract; the data is our own where left out. */
  offer?: () => RemoteOffer;
  /** The door where apps sign people in; null where it is closed. */
  connect: ConnectContext | null;
  logger: Logger;
  /** better-auth's scrypt where left out. */
  passwords?: PasswordHash | undefined;
  placeAuditRows: () => Promise<void>;
  mail: DashboardMail | null;
  /** Null where the data is in a remote API. */
  imports: ImportDesk | null;
  archiveOf: ArchiveStream | null;
  /** Remembers a row of the audit trail that belongs to no transaction. */
  noteAudit: (entry: AuditEntry) => void;
  /** Answers with a problem and reports what was no refusal. */
  failed: (exchange: Exchange, error: unknown) => void;
  /** Failures of work that no request waits for. */
  onError: (error: unknown) => void;
}

/** Its sweep deletes sessions and unfinished sign-ins whose time is over. */
export interface Dashboard extends Sweep {
  /** Serves `dashboardApiBase`, but for the v2 operations below it. */
  api: RequestHandler;
  /** For the REST router at `dashboardRestBase`: callers are sessions there, not keys. */
  authenticator: Pick<Authenticator, 'authenticate' | 'spendMore'>;
  /** To be called when a request has ended, after the observer: the Connect helper waits for a key's first one. */
  noteRequest: (exchange: Exchange) => void;
}

/** The server side of the dashboard. Nothing of it is loaded that costs before the first visitor comes. */
export function createDashboard(setting: DashboardSetting): Dashboard {
  const { keys, config, version, failed, offer = () => undefined } = setting;
  const auth = lazily(() => loadAuth(setting));
  const { now, randomBytes } = keys;
  const turns = createPasswordTurns();
  const context: DashboardContext = {
    keys,
    config,
    version,
    auth,
    hashPassword: async (password, turn) => {
      await requireUncommon(password, 'password');
      const passwords = (await (await auth()).$context).password;
      return await turns.run(turn, () => passwords.hash(password));
    },
    attempts: createAttemptLimit(now),
    guesses: createPasswordGuesses(now),
    turns,
    knownBrowsers: createKnownBrowsers({
      secret: keys.secrets.current().derive('known_browser'),
      publicUrl: config.publicUrls.dashboard,
      now,
      randomBytes,
    }),
    noteRefused: createNoteRefused(setting.noteAudit, now),
    sessionSeen: createSessionSeen(keys.store, now, setting.onError),
    making: createMakingLimit(now),
    firstRequests: createFirstRequests(now, offer),
    offer,
    connect: setting.connect,
    placeAuditRows: setting.placeAuditRows,
    mail: setting.mail,
    imports: setting.imports,
    archiveOf: setting.archiveOf,
  };
  const serving = { context, handlers: handlersOf(context) };
  return {
    api: async (request) => {
      const exchange = exchangeOf(request);
      exchange.door = 'web';
      // A key has no business here: people sign in.
      exchange.presented = [];
      try {
        if (exchange.path === oidcCallbackPath) await serveOidcCallback(context, exchange);
        else await serveApi(serving, exchange);
      } catch (error) {
        failed(exchange, error);
      }
    },
    authenticator: createSessionAuthenticator(context, config),
    noteRequest: (exchange) => context.firstRequests.note(exchange),
    ...createSweep(async () => {
      await deleteExpired(keys.store, keys.now());
      await deleteOldImports(keys.store, keys.now());
      await dropOldUploads(keys.store.write, keys.now());
    }, setting.onError),
  };
}

function handlersOf(context: DashboardContext): DashboardHandlers {
  return {
    open: {
      ...openSessionHandlers(context),
      ...openProviderHandlers(context),
      ...openPeopleHandlers(context),
      ...openMailHandlers(context),
      ...openConnectRequestHandlers(context),
    },
    person: {
      ...personSessionHandlers(context),
      ...personProviderHandlers(context),
      ...ownSessionHandlers(context),
      ...personPeopleHandlers(context),
      ...personMailHandlers(context),
      ...personConnectRequestHandlers(context),
    },
    member: {
      ...memberPeopleHandlers(context),
      ...apiKeyHandlers(context),
      ...connectHandlers(context),
      ...connectedAppHandlers(context),
      ...ownAppHandlers(context),
      ...usageHandlers(context),
      ...auditHandlers(context),
      ...importHandlers(context),
      ...pushHandlers(context),
      ...archiveHandlers(context),
    },
  };
}

async function loadAuth({ keys, config, logger, passwords }: DashboardSetting): Promise<Auth> {
  const { createAuth } = await import('./auth/auth.ts');
  return createAuth({
    store: keys.store,
    secret: keys.secrets.current().derive('dashboard_session'),
    publicUrl: config.publicUrls.dashboard,
    oidc: config.oidc,
    passwords,
    arrive: (arrival, linkTo) => arrive({ keys, config }, arrival, linkTo),
    log: (level, message) => logger[isOidcRefusal(message) ? 'info' : level]({ part: 'better-auth' }, message),
  });
}

function lazily<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => {
    // What failed is tried again by the next who asks.
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
