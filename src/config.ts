import { join } from 'node:path';
import { z } from 'zod';
import { type AllowedHost, allowedHost } from './config/allowed-host.ts';
import { type ConnectSetting, connectOriginOf, readConnectSetting } from './config/connect-setting.ts';
import { isLoopback } from './config/loopback.ts';
import { type MailSetting, readMailSetting } from './config/mail-setting.ts';

/** Where the data is: one file beside the program, or a PostgreSQL server for many machines. */
type DatabaseSetting =
  | { kind: 'sqlite'; file: string }
  /** `copiesIn`: where the copy is kept that is made before a migration. */
  | { kind: 'postgres'; url: string; copiesIn: string };

/** An OpenID Connect provider that people may sign in by. */
export interface OidcSetting {
  /** Its `…/.well-known/openid-configuration`. */
  discoveryUrl: string;
  clientId: string;
  clientSecret: string;
  /** What the button says. */
  label: string;
}

/** A remote v2 API that has the data, in place of our own store. */
export interface UpstreamSetting {
  /** Its base, without a slash at the end: `https://api.creatoraudit.com/v2`. */
  url: string;
  /** Whose key goes there: one that an organization set here, or each caller's own. */
  auth: 'gateway' | 'passthrough';
}

/** Which header the proxy in front states a client's address in: none is believed, `X-Forwarded-For`, or `Forwarded`. */
export type TrustProxy = 'off' | 'on' | 'forwarded';

export interface Config {
  host: string;
  port: number;
  /** The door for clients that sign people in; null where it is closed. */
  connect: ConnectSetting | null;
  dataDir: string;
  database: DatabaseSetting;
  secretsFile: string;
  keyRecovery: boolean;
  /** URLs (no trailing slash, a path where there is a prefix) that clients reach the program under. */
  publicUrls: { dashboard: string; api: string; mcp: string };
  /** Further origins that pages and desktop clients may call from: `https://…`, `tauri://…`, `chrome-extension://…`. */
  allowedOrigins: readonly string[];
  trustProxy: TrustProxy;
  /** How long an idle connection is kept. */
  keepAliveSeconds: number;
  rateLimitPerMinute: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Whether there is invented data; never with an upstream. */
  sampleData: boolean;
  /** Null = the data is in our own store. */
  upstream: UpstreamSetting | null;
  /** For how long every level that was seen is kept; one a day after that. Null = for ever. */
  everyLevelDays: number | null;
  audit: {
    /** Null = for ever. */
    retentionDays: number | null;
    /** Whether the arguments of tool calls are kept. */
    keepsArguments: boolean;
  };
  /** Null = no metrics listener. */
  metricsPort: number | null;
  /** Who may make an account: only the invited, or anybody. */
  signUp: 'invite' | 'open';
  oidc: OidcSetting | null;
  /** Null = no mail is sent. */
  mail: MailSetting | null;
  /** What the operator lets be reached beside public addresses, where people or posts give the address. */
  outboundAllow: readonly AllowedHost[];
  /** Whether an empty database may be made where there was another one. */
  beginsAnew: boolean;
}

/** A setting that stops the start: its message is the one line that the operator sees. */
export class ConfigError extends Error {}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port number from 0 to 65535');

const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((value) => value === 'on');

const commaSeparated = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const publicUrl = z
  .string()
  .refine(
    (value) => publicUrlOf(value) !== null,
    'must be an http(s) URL of a host, with at most a path in front of /v2 and /mcp, as in https://gateway.example or https://tools.example/creatoraudit',
  )
  .transform((value) => publicUrlOf(value) ?? value);

const clientOrigin = z
  .string()
  .refine(
    (value) => clientOriginOf(value) !== null,
    'must be origins with commas between them, each a scheme and a host without a path, as in https://app.example or tauri://localhost; * and null are not taken',
  )
  .transform((value) => clientOriginOf(value) ?? value);

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8787),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// (leave it out to use SQLite in DATA_DIR)')
    .optional(),
  SECRETS_FILE: z.string().optional(),
  KEY_RECOVERY: onOff.default(true),
  PUBLIC_URL: publicUrl.optional(),
  PUBLIC_API_URL: publicUrl.optional(),
  PUBLIC_MCP_URL: publicUrl.optional(),
  PUBLIC_CONNECT_URL: z
    .string()
    .refine(
      (value) => connectOriginOf(value) !== null,
      'must be an origin without a path, as in https://connect.example',
    )
    .transform((value) => connectOriginOf(value) ?? value)
    .optional(),
  CONNECT_PORT: port.optional(),
  CONNECT_CLIENT_DOCUMENTS: onOff.default(true),
  CONNECT_KNOWN_CLIENTS: z.string().optional(),
  PUBLIC_ALLOW_HTTP: onOff.default(false),
  ALLOWED_ORIGINS: commaSeparated.pipe(z.array(clientOrigin)),
  TRUST_PROXY: z.enum(['off', 'on', 'forwarded'], { error: 'must be off, on or forwarded' }).default('off'),
  KEEP_ALIVE_SECONDS: z
    .string()
    .regex(/^([1-9]\d{0,2}|[1-2]\d{3}|3[0-5]\d{2}|3600)$/, 'must be a whole number from 1 to 3600')
    .transform(Number)
    .default(65),
  RATE_LIMIT_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'must be a whole number from 1 to 9999999')
    .transform(Number)
    .default(600),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  SAMPLE_DATA: onOff.default(true),
  UPSTREAM_URL: z
    .url({ protocol: /^https?$/, error: 'must be the base URL of a v2 API, as in https://api.creatoraudit.com/v2' })
    .optional(),
  UPSTREAM_AUTH: z.enum(['gateway', 'passthrough'], { error: 'must be gateway or passthrough' }).default('gateway'),
  UPSTREAM_ALLOW_HTTP: onOff.default(false),
  METRICS_PORT: port.optional(),
  EVERY_LEVEL_DAYS: z
    .string()
    .regex(/^([1-9]\d{0,4}|off)$/, 'must be a number of days from 1 to 99999, or off to keep all')
    .transform((value) => (value === 'off' ? null : Number(value)))
    .default(90),
  AUDIT_RETENTION_DAYS: z
    .string()
    .regex(/^([1-9]\d{0,4}|off)$/, 'must be a number of days from 1 to 99999, or off to keep all')
    .transform((value) => (value === 'off' ? null : Number(value)))
    .default(365),
  AUDIT_ARGUMENTS: onOff.default(false),
  SIGN_UP: z.enum(['invite', 'open'], { error: 'must be invite or open' }).default('invite'),
  OIDC_DISCOVERY_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be a URL, as in https://login.example/.well-known/openid-configuration',
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  SMTP_URL: z.string().optional(),
  SMTP_ALLOW_PLAIN: onOff.default(false),
  MAIL_FROM: z.string().optional(),
  OUTBOUND_ALLOW: commaSeparated.pipe(z.array(allowedHost)),
  OIDC_LABEL: z.string().max(60, 'must be at most 60 characters').default('Single sign-on'),
});

/**
 * Reads the settings of the whole program; every name is in `.env.example`.
 * An empty value counts as not given, as in `PORT= npm start`.
 * @param args of the command line: what is meant for one start and not for each
 * @throws ConfigError with one line that names the setting.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>, args: readonly string[] = []): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${String(issue?.path[0])} ${issue?.message ?? 'is not valid'}`);
  }
  const settings = parsed.data;
  if (!isLoopback(settings.HOST) && settings.PUBLIC_URL === undefined) {
    throw new ConfigError(
      `PUBLIC_URL must be set when HOST is not a loopback address (HOST is ${settings.HOST}): it is the https URL under which people reach this server, and requests for other host names are refused`,
    );
  }
  if (settings.DATABASE_URL !== undefined && settings.SECRETS_FILE === undefined) {
    throw new ConfigError(
      'SECRETS_FILE must be set with DATABASE_URL: every machine on the same database needs the same secrets file',
    );
  }
  refuseReadableUrls(settings);
  const dashboard = settings.PUBLIC_URL ?? ownUrl(settings.HOST, settings.PORT);
  return {
    host: settings.HOST,
    port: settings.PORT,
    connect: connectSetting(settings),
    dataDir: settings.DATA_DIR,
    database:
      settings.DATABASE_URL === undefined
        ? { kind: 'sqlite', file: join(settings.DATA_DIR, 'creatoraudit.db') }
        : { kind: 'postgres', url: settings.DATABASE_URL, copiesIn: settings.DATA_DIR },
    secretsFile: settings.SECRETS_FILE ?? join(settings.DATA_DIR, 'secrets.json'),
    keyRecovery: settings.KEY_RECOVERY,
    publicUrls: {
      dashboard,
      api: settings.PUBLIC_API_URL ?? dashboard,
      mcp: settings.PUBLIC_MCP_URL ?? dashboard,
    },
    allowedOrigins: settings.ALLOWED_ORIGINS,
    trustProxy: settings.TRUST_PROXY,
    keepAliveSeconds: settings.KEEP_ALIVE_SECONDS,
    rateLimitPerMinute: settings.RATE_LIMIT_PER_MINUTE,
    logLevel: settings.LOG_LEVEL,
    sampleData: settings.SAMPLE_DATA && settings.UPSTREAM_URL === undefined,
    upstream: upstreamSetting(settings),
    everyLevelDays: settings.EVERY_LEVEL_DAYS,
    audit: { retentionDays: settings.AUDIT_RETENTION_DAYS, keepsArguments: settings.AUDIT_ARGUMENTS },
    metricsPort: settings.METRICS_PORT ?? null,
    signUp: settings.SIGN_UP,
    oidc: oidcSetting(settings),
    mail: mailSetting(settings),
    outboundAllow: settings.OUTBOUND_ALLOW,
    beginsAnew: beginsAnew(args),
  };
}

const newDatabase = '--new-database';

function beginsAnew(args: readonly string[]): boolean {
  const unknown = args.find((arg) => arg !== newDatabase);
  if (unknown !== undefined) {
    throw new ConfigError(
      `${unknown} is no option of the start; the only one is ${newDatabase}, all else is a setting`,
    );
  }
  return args.length > 0;
}

/** Where what travels is somebody's key, password or session. */
const readableOverHttp = ['PUBLIC_URL', 'PUBLIC_API_URL', 'PUBLIC_MCP_URL', 'OIDC_DISCOVERY_URL'] as const;

function refuseReadableUrls(settings: z.output<typeof environment>): void {
  if (settings.PUBLIC_ALLOW_HTTP) return;
  for (const name of readableOverHttp) {
    const { protocol, hostname } = URL.parse(settings[name] ?? '') ?? {};
    if (protocol !== 'http:' || hostname === undefined || isLoopback(hostname)) continue;
    throw new ConfigError(
      `${name} must begin with https://, because over http anybody on the way reads keys, passwords and sessions (PUBLIC_ALLOW_HTTP=on allows it all the same)`,
    );
  }
}

function connectSetting(settings: z.output<typeof environment>): ConnectSetting | null {
  const { PUBLIC_URL, PUBLIC_API_URL, PUBLIC_MCP_URL } = settings;
  const read = readConnectSetting({
    url: settings.PUBLIC_CONNECT_URL,
    port: settings.CONNECT_PORT,
    fetchesClients: settings.CONNECT_CLIENT_DOCUMENTS,
    knownClients: settings.CONNECT_KNOWN_CLIENTS,
    own: ownUrl(settings.HOST, settings.CONNECT_PORT ?? 0),
    isOnLoopback: isLoopback(settings.HOST),
    others: [PUBLIC_URL ?? ownUrl(settings.HOST, settings.PORT), PUBLIC_API_URL, PUBLIC_MCP_URL],
    hasOrganizations: settings.UPSTREAM_URL === undefined || settings.UPSTREAM_AUTH === 'gateway',
  });
  if (typeof read === 'string') throw new ConfigError(read);
  return read;
}

/** Where a listener is reached on its machine. */
function ownUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function upstreamSetting(settings: z.output<typeof environment>): UpstreamSetting | null {
  if (settings.UPSTREAM_URL === undefined) return null;
  const { protocol, hostname, origin, pathname, search, hash, username, password } = new URL(settings.UPSTREAM_URL);
  if (search + hash + username + password !== '') {
    throw new ConfigError('UPSTREAM_URL must be a plain base URL, without a query, a fragment or a user');
  }
  if (protocol === 'http:' && !isLoopback(hostname) && !settings.UPSTREAM_ALLOW_HTTP) {
    throw new ConfigError(
      'UPSTREAM_URL must begin with https://, because over http anybody on the way reads the key (UPSTREAM_ALLOW_HTTP=on allows it all the same)',
    );
  }
  return { url: origin + pathname.replace(/\/+$/, ''), auth: settings.UPSTREAM_AUTH };
}

function mailSetting({ SMTP_URL, MAIL_FROM, SMTP_ALLOW_PLAIN }: z.output<typeof environment>): MailSetting | null {
  const read = readMailSetting({ url: SMTP_URL, from: MAIL_FROM, allowsPlain: SMTP_ALLOW_PLAIN });
  if (typeof read === 'string') throw new ConfigError(read);
  return read;
}

function oidcSetting(settings: z.output<typeof environment>): OidcSetting | null {
  const { OIDC_DISCOVERY_URL: discoveryUrl, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  if (discoveryUrl === undefined && clientId === undefined && clientSecret === undefined) return null;
  if (discoveryUrl === undefined || clientId === undefined || clientSecret === undefined) {
    throw new ConfigError('OIDC_DISCOVERY_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together, or none');
  }
  return { discoveryUrl, clientId, clientSecret, label: settings.OIDC_LABEL };
}

/** What a path of PUBLIC_URL may not begin with: requests without the prefix are served too, and would be taken for it. */
const ownFirstSegments = new Set(['v2', 'mcp', 'dashboard', 'assets', '.well-known']);

/** A URL that the program's own paths can be put behind; null where it is none. */
function publicUrlOf(value: string): string | null {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return null;
  const path = url.pathname.replace(/\/+$/, '');
  if (!/^(\/[\w.~-]+)*$/.test(path) || ownFirstSegments.has(path.split('/')[1] ?? '')) return null;
  return url.origin + path;
}

/** An origin as a browser or a desktop client sends it: a scheme of its own has no origin by the rules of URLs. */
function clientOriginOf(value: string): string | null {
  const url = URL.parse(value);
  if (url === null || /^(file|data|blob|javascript|about):$/.test(url.protocol)) return null;
  if (/^https?:$/.test(url.protocol)) {
    const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
    return bare ? url.origin : null;
  }
  return /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+(:\d{1,5})?$/.test(value) ? value : null;
}
