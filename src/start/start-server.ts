import type { Server } from 'node:http';
import { acceptNewDatabase } from '../audit/accept-restore.ts';
import { createAuthor } from '../audit/author.ts';
import { keptEndFile } from '../audit/kept-end.ts';
import { trailKeysOf } from '../audit/trail-keys.ts';
import type { Config, UpstreamSetting } from '../config.ts';
import { makeSetupLink } from '../dashboard/auth/setup-token.ts';
import { rememberEarlierProvider } from '../dashboard/provider/earlier-links.ts';
import { close, createHttpServer, holdRequests, listen, portOf } from '../http/server.ts';
import { createServing, type Serving } from '../http/serving.ts';
import { eraseSealedCopies } from '../keys/lifecycle/recover.ts';
import { openSecrets } from '../keys/open-secrets.ts';
import { createLog, type Log } from '../observe/logger.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { countUpstreamKeys } from '../upstream/keys/stored-keys.ts';
import { type Composition, compose } from './compose.ts';
import { openDataFolder } from './data-folder.ts';
import { type FirstStart, holdsSampleData, prepareFirstStart } from './first-start.ts';
import { listenError } from './listen-error.ts';
import { refuseMissingDatabase } from './missing-database.ts';
import { foldersOpenToOthers } from './open-folders.ts';
import type { Opened } from './opened.ts';
import { type Outside, realOutside } from './outside.ts';
import { connectWithPort, withPort } from './public-urls.ts';
import { createStop, stopParts } from './stop.ts';

/** The remote API in place of the store, and whether an organization has a key for it. */
interface StartedUpstream extends UpstreamSetting {
  readonly needsKey: boolean;
}

export interface RunningServer {
  /** Where it listens, e.g. `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly publicUrls: Config['publicUrls'];
  /** The door where apps sign people in, and where it listens; null where it is closed. */
  readonly connect: { readonly url: string; readonly listensAt: string } | null;
  readonly firstStart: FirstStart;
  /** How the first owner gets into the dashboard; null once there is one. */
  readonly setupLink: string | null;
  readonly holdsSampleData: boolean;
  readonly upstream: StartedUpstream | null;
  /** Null where METRICS_PORT is off. */
  readonly metricsUrl: string | null;
  /** What the operator should set right: a line each. */
  readonly warnings: readonly string[];
  readonly log: Log;
  /** Ends in order: health says 503, requests under way end, what is batched is written. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the whole program and answers when it serves.
 * @throws ConfigError or StoreUnavailable with one line for the operator; nothing is left open then.
 */
export async function startServer(given: Config, outside: Outside = realOutside): Promise<RunningServer> {
  const server = createHttpServer(given);
  await listen(server, given).catch((error: unknown) => {
    throw listenError(error, 'PORT', given);
  });
  try {
    const port = portOf(server);
    const config = { ...given, port, publicUrls: withPort(given.publicUrls, port) };
    return await withConnectServer(config, (connectServer, placed) =>
      startOn({ server, connectServer }, placed, outside),
    );
  } catch (error) {
    server.closeAllConnections();
    server.close();
    throw error;
  }
}

/** The listeners of both doors; the second is null where it shares the first's, or is closed. */
interface Servers {
  readonly server: Server;
  readonly connectServer: Server | null;
}

async function withConnectServer<Result>(
  config: Config,
  start: (connectServer: Server | null, placed: Config) => Promise<Result>,
): Promise<Result> {
  const { connect } = config;
  if (connect === null || connect.port === null) return await start(null, config);
  const at = { host: config.host, port: connect.port };
  const server = createHttpServer(config);
  await listen(server, at).catch((error: unknown) => {
    throw listenError(error, 'CONNECT_PORT', at);
  });
  try {
    return await start(server, { ...config, connect: connectWithPort(connect, portOf(server)) });
  } catch (error) {
    server.closeAllConnections();
    server.close();
    throw error;
  }
}

async function startOn(servers: Servers, config: Config, outside: Outside): Promise<RunningServer> {
  // From here on connections are taken; their requests wait until the parts are there.
  const handOver = holdAll(servers);
  if (config.database.kind === 'sqlite') await openDataFolder(config.dataDir);
  await refuseMissingDatabase(config);
  const store = await openStore(config.database);
  try {
    return await startWith(servers, store, config, outside, handOver);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Holds the requests of both doors, and hands them over together. */
function holdAll({ server, connectServer }: Servers): HandOver {
  const first = holdRequests(server);
  const second = connectServer === null ? null : holdRequests(connectServer);
  return ({ handler, connectHandler }) => {
    first(handler);
    if (connectHandler !== null) second?.(connectHandler);
  };
}

type HandOver = (handlers: Pick<Composition, 'handler' | 'connectHandler'>) => void;

async function startWith(
  servers: Servers,
  store: Store,
  config: Config,
  outside: Outside,
  handOver: HandOver,
): Promise<RunningServer> {
  const secrets = await openSecrets({ path: config.secretsFile, store, randomBytes: outside.randomBytes });
  // Copies from before recovery was switched off must not outlive the decision.
  if (!config.keyRecovery) await eraseSealedCopies(store);
  const serving = createServing();
  const log = createLog(config.logLevel, outside.log);
  const metrics = await openMetrics(config.metricsPort, serving);
  const metricsServer = metrics?.server ?? null;
  try {
    const trailKeys = trailKeysOf(secrets.current());
    const author = createAuthor({ id: outside.newId(), rowKey: trailKeys.rowKey, newId: outside.newId });
    const opened = {
      config,
      outside,
      store,
      secrets,
      trailKeys,
      author,
      serving,
      log,
      metrics: metrics?.metrics ?? null,
    };
    const composition = await compose(opened);
    const stop = createStop({ ...servers, metricsServer, serving, composition, store, log });
    return await startParts(opened, composition, stop, metricsServer, handOver);
  } catch (error) {
    if (metricsServer !== null) await close(metricsServer, 0);
    throw error;
  }
}

async function startParts(
  { config, outside, store, secrets, trailKeys, author, log }: Opened,
  composition: Composition,
  stop: RunningServer['stop'],
  metricsServer: Server | null,
  handOver: HandOver,
): Promise<RunningServer> {
  const {
    verifier,
    lastUsed,
    usage,
    idempotency,
    dashboard,
    thinning,
    connect,
    audit,
    refresh,
    checkpoints,
    upstream,
    mailer,
    imports,
  } = composition;
  try {
    if (config.beginsAnew) {
      const kept = keptEndFile(config.dataDir);
      await acceptNewDatabase({ ...outside, store, keys: trailKeys, keptEndFile: kept });
    }
    await audit.start();
    await upstream?.start();
    await rememberEarlierProvider(store, config.oidc?.discoveryUrl ?? null);
    const link = await makeSetupLink({ ...outside, store, publicUrl: config.publicUrls.dashboard });
    const remote = await startedUpstream(config.upstream, store);
    const context = { ...outside, store, secrets, author, recovery: config.keyRecovery, changed: () => undefined };
    // Last of all that may fail: its key is shown once, and only by a start that succeeds.
    const firstStart = await prepareFirstStart(context, config);
    // What this database holds from before is not served in upstream mode.
    const hasSample = config.upstream === null && (firstStart.kind === 'sample' || (await holdsSampleData({ store })));
    const parts = [verifier, lastUsed, usage, idempotency, dashboard, thinning, connect, checkpoints, mailer, imports];
    for (const part of parts) part?.start();
    if (upstream === null) refresh.start();
    handOver(composition);
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    return {
      url: `http://${host}:${config.port}`,
      publicUrls: config.publicUrls,
      connect: startedConnect(config, host),
      firstStart,
      setupLink: link?.url ?? null,
      holdsSampleData: hasSample,
      upstream: remote,
      warnings: [...(await foldersOpenToOthers(config)), ...(audit.isEndKept() ? [] : [endNotKept(config)])],
      metricsUrl: metricsServer === null ? null : `http://127.0.0.1:${portOf(metricsServer)}/metrics`,
      log,
      stop,
    };
  } catch (error) {
    composition.mcp.close();
    await stopParts(composition);
    throw error;
  }
}

function endNotKept({ dataDir }: Config): string {
  return `The end of the audit trail is kept nowhere but in the database, as DATA_DIR ${dataDir} cannot be written: keep it elsewhere by npm run -s audit -- anchor.`;
}

function startedConnect({ connect, port }: Config, host: string): RunningServer['connect'] {
  return connect === null ? null : { url: connect.url, listensAt: `http://${host}:${connect.port ?? port}` };
}

async function startedUpstream(setting: UpstreamSetting | null, store: Store): Promise<StartedUpstream | null> {
  if (setting === null) return null;
  return { ...setting, needsKey: setting.auth === 'gateway' && (await countUpstreamKeys(store)) === 0 };
}

/** Off, the metrics are not even loaded. */
async function openMetrics(port: number | null, serving: Serving) {
  if (port === null) return null;
  const [{ createMetrics }, { serveMetrics }] = await Promise.all([
    import('../observe/metrics.ts'),
    import('../observe/metrics-server.ts'),
  ]);
  const metrics = createMetrics({ openExchanges: () => serving.open });
  const server = await serveMetrics(metrics, port).catch((error: unknown) => {
    throw listenError(error, 'METRICS_PORT', { host: '127.0.0.1', port });
  });
  return { metrics, server };
}
