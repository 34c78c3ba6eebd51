import type { RequestListener } from 'node:http';
import { createApiDocuments, noDocuments } from '../api/api-document.ts';
import { createIdempotency, type Idempotency } from '../api/idempotency/once.ts';
import { spendOnce } from '../api/idempotency/spend.ts';
import { createRest } from '../api/rest.ts';
import { keptEndFile } from '../audit/kept-end.ts';
import { shownArguments } from '../audit/shown-arguments.ts';
import { type AuditTrail, createAuditTrail } from '../audit/trail.ts';
import { isProcessAlive } from '../audit/writers.ts';
import { createRefreshLoop, type RefreshLoop } from '../collect/refresh.ts';
import { createSampleProvider } from '../collect/sample/provider.ts';
import { establishSampleDay } from '../collect/sample/sample-day.ts';
import { dashboardRestBase } from '../dashboard/contract/route.ts';
import { createDashboard } from '../dashboard/dashboard.ts';
import { createExportLinks } from '../export/links/export-link.ts';
import { createAllowLists } from '../http/allow-lists.ts';
import { createAuthenticator } from '../http/authenticate.ts';
import type { KeyShape } from '../http/credentials.ts';
import type { Exchange } from '../http/exchange.ts';
import { createFrontDoor } from '../http/front-door.ts';
import { prefixOf, prefixRemover } from '../http/prefix.ts';
import { sendProblem } from '../http/problem-document.ts';
import { httpsOnlyHosts } from '../http/strict-transport.ts';
import type { ImportDesk } from '../import/desk/import-desk.ts';
import { createLastUsed, type LastUsed } from '../keys/last-used.ts';
import { createVerdictCache } from '../keys/verdict-cache.ts';
import { createVerifier, type Verifier } from '../keys/verify.ts';
import { createConfirmations } from '../mcp/call/confirmations.ts';
import { createMcpDoor } from '../mcp/mcp-door.ts';
import { createMcpEndpoint, type McpEndpoint } from '../mcp/protocol/endpoint.ts';
import type { Mailer } from '../notify/mailer.ts';
import { createObserver } from '../observe/observer.ts';
import { shownErrorOf } from '../observe/shown-error.ts';
import { createUsage, type Usage } from '../observe/usage.ts';
import { createServices } from '../services/create-services.ts';
import { type Checkpoints, createCheckpoints } from '../store/checkpoint/checkpoints.ts';
import type { Sweep } from '../store/sweep.ts';
import type { Upstream } from '../upstream/open-upstream.ts';
import { knowingOrganizations } from '../upstream/passthrough/idempotency.ts';
import { version } from '../version.ts';
import { createApp } from './app.ts';
import { composeConnect, tokenResourceOf } from './compose-connect.ts';
import { composeArchives, composeImports } from './compose-imports.ts';
import { composeMail } from './compose-mail.ts';
import { composeThinning } from './compose-thinning.ts';
import { composeUpstream } from './compose-upstream.ts';
import type { Opened } from './opened.ts';

/** The parts that run, and the handler of every request. */
export interface Composition {
  handler: RequestListener;
  /** The door for apps where it has a listener of its own; null where it has not, or is closed. */
  connectHandler: RequestListener | null;
  mcp: McpEndpoint;
  verifier: Verifier;
  lastUsed: LastUsed;
  usage: Usage;
  audit: AuditTrail;
  idempotency: Idempotency;
  dashboard: Sweep;
  /** Null where every level is kept, or the data is not in our own store. */
  thinning: Sweep | null;
  /** Null where the door for apps is closed. */
  connect: Sweep | null;
  refresh: RefreshLoop;
  /** Null where PostgreSQL does its own. */
  checkpoints: Checkpoints | null;
  /** Null where the data is in our own store. */
  upstream: Upstream | null;
  /** Null where no mail is sent. */
  mailer: Mailer | null;
  /** Null where the data is in a remote API. */
  imports: ImportDesk | null;
}

/** Puts the program together: the one place that knows every part. Starts nothing. */
export async function compose(opened: Opened): Promise<Composition> {
  const { config, outside, store, secrets, trailKeys, author, serving, log, metrics } = opened;
  const { now, monotonic, randomBytes, newId } = outside;
  const onError = (err: unknown) => log.logger.error({ err }, 'background work failed');
  const logFailure = ({ requestId, words }: Pick<Exchange, 'requestId' | 'words'>, err: unknown, what: string) => {
    const serializers = { err: (error: unknown) => shownErrorOf(error, words) };
    log.logger.child({}, { serializers }).error({ err, request_id: requestId }, what);
  };
  const failed = (exchange: Exchange, err: unknown) => {
    // Whoever hung up is told nothing, and that they did is no failure of ours.
    if (exchange.response.destroyed && isAbort(err)) return;
    const { status } = sendProblem(exchange, err);
    if (status === 500 || status === 503) logFailure(exchange, err, 'request failed');
  };

  const lastUsed = createLastUsed({ store, now, onError });
  const usage = createUsage({ store, now, onError });
  const audit = createAuditTrail({
    store,
    keys: trailKeys,
    author,
    keptEndFile: keptEndFile(config.dataDir),
    now,
    version,
    pid: process.pid,
    isAlive: isProcessAlive,
    retentionDays: config.audit.retentionDays,
    onLost: (lost) =>
      log.logger.warn(lost, 'a process ended without its shutdown: calls of its last second may be missing'),
    onMoved: (moved) => log.logger.error(moved, 'the audit trail does not end where it ended: run audit verify'),
    onError,
  });
  const provider =
    outside.provider ?? (config.sampleData ? createSampleProvider(await establishSampleDay(store, now())) : null);
  const { database } = config;
  const checkpoints =
    database.kind === 'sqlite' ? createCheckpoints({ file: database.file, write: store.write, onError }) : null;
  const refresh = createRefreshLoop({
    store,
    provider,
    now,
    ...(checkpoints !== null && { room: checkpoints.room }),
    report: (event) => {
      if (event.kind === 'store_failed') onError(event.error);
      else if (event.unreadable === undefined) log.logger.debug(event, 'refreshed');
      else log.logger.warn(event, 'refreshed, but for posts that could not be read: the account names them');
    },
  });
  const services = createServices({
    store,
    cursorKey: secrets.current().derive('cursor'),
    now,
    randomUuid: newId,
    nudgeRefresh: refresh.nudge,
    provider,
    version,
    publicUrls: config.publicUrls,
    state: () => (serving.isStopping() ? 'stopping' : 'ready'),
  });
  const upstream = config.upstream === null ? null : await composeUpstream(opened, config.upstream, services);
  const api = upstream?.api ?? services;
  const cache = createVerdictCache();
  const ownVerifier = createVerifier({
    store,
    secrets,
    now,
    randomBytes,
    onError,
    cache: metrics === null ? cache : metrics.counted(cache),
    ...tokenResourceOf(config),
  });
  const verifier = upstream === null ? ownVerifier : upstream.verifier(ownVerifier);
  const isPassthrough = config.upstream?.auth === 'passthrough';
  const kept = createIdempotency({ store, now, newId, onError });
  const idempotency = isPassthrough ? knowingOrganizations(kept, store, now) : kept;
  const documents = createApiDocuments({
    apiUrl: config.publicUrls.api,
    version,
    dataFrom: upstream === null ? 'own store' : 'remote API',
  });
  const links = createExportLinks({
    secret: secrets.current().derive('export_link'),
    now,
    apiUrl: config.publicUrls.api,
  });
  const mcp = await createMcpEndpoint({
    api,
    links,
    confirmations: createConfirmations({
      secret: secrets.current().derive('confirm'),
      now,
      newId,
      spend: (organizationId, token) => spendOnce(store, { organizationId, token, at: now(), id: newId() }),
    }),
    version,
    openApi: documents.openApi,
    howToGetKey: isPassthrough
      ? 'Take one of the upstream API.'
      : `Make one at ${config.publicUrls.dashboard}/api-keys, or with \`npm run -s keys -- create --name NAME\` on the server.`,
    dashboardUrl: config.publicUrls.dashboard,
    now: monotonic,
    watchKey: verifier.watch,
    ...(upstream !== null && { offer: upstream.offer }),
    failed: (err, at) => logFailure(at, err, 'tool failed'),
    ...(config.audit.keepsArguments && { shownArguments }),
  });
  const authenticator = createAuthenticator({
    verifier,
    keyShape: keyShapeOf(config),
    now,
    ...config,
  });
  const rest = createRest({
    api,
    authenticator,
    idempotency,
    apiUrl: config.publicUrls.api,
    base: '/v2',
    links,
    linkPage: config.publicUrls.dashboard,
    documents: documents.byPath,
    failed,
  });
  const { mailer, posting } = await composeMail(opened, onError);
  const keys = { ...outside, store, secrets, author, recovery: config.keyRecovery, changed: verifier.invalidate };
  const connect = composeConnect(opened, keys, onError);
  const imports = composeImports(opened, upstream, onError);
  const dashboard = createDashboard({
    keys,
    connect: connect.context,
    config,
    version,
    ...(upstream !== null && { offer: upstream.offer }),
    logger: log.logger,
    passwords: outside.passwords,
    placeAuditRows: audit.flush,
    mail: posting,
    imports,
    archiveOf: composeArchives(opened, upstream),
    noteAudit: audit.note,
    failed,
    onError,
  });
  const dashboardRest = createRest({
    api,
    authenticator: dashboard.authenticator,
    idempotency,
    apiUrl: config.publicUrls.dashboard,
    base: dashboardRestBase,
    links,
    linkPage: null,
    documents: noDocuments,
    failed,
  });
  const observe = createObserver({
    logger: log.logger,
    // The upstream's own keys are in no table here, and what they were used for is counted there.
    ...(isPassthrough ? { usage: { count: ignore }, lastUsed: { noteUse: ignore } } : { usage, lastUsed }),
    audit,
    metrics,
    now,
    monotonic,
  });
  const ended = (exchange: Exchange) => {
    observe(exchange);
    dashboard.noteRequest(exchange);
  };
  const first = createFrontDoor({
    removePrefix: prefixRemover(config.publicUrls),
    allowLists: createAllowLists(config),
    httpsOnly: httpsOnlyHosts(config.publicUrls),
    serving,
    monotonic,
    ended,
    app: createApp({
      rest,
      mcp: createMcpDoor({ endpoint: mcp, authenticator, failed }),
      dashboard: { api: dashboard.api, rest: dashboardRest },
      prefix: prefixOf(config.publicUrls.dashboard),
      failed,
    }),
  });
  return {
    ...connect.doors(first, { mcp, verifier: ownVerifier, ended, failed }),
    mcp,
    verifier,
    lastUsed,
    usage,
    audit,
    idempotency,
    dashboard,
    thinning: composeThinning(opened, onError),
    connect: connect.sweep,
    refresh,
    checkpoints,
    upstream,
    mailer,
    imports,
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function ignore(): void {}

/** Callers send the upstream's keys with UPSTREAM_AUTH=passthrough, and those have any shape. */
function keyShapeOf({ upstream }: Pick<Opened['config'], 'upstream'>): KeyShape {
  return upstream?.auth === 'passthrough' ? 'any' : 'ours';
}
