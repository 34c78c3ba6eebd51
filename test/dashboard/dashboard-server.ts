import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { createMatcher } from '../../src/contract/route.ts';
import { csrfHeader, dashboardApiBase, organizationHeader } from '../../src/dashboard/contract/route.ts';
import { allDashboardRoutes } from '../../src/dashboard/contract/routes.ts';
import { type Outside, realOutside } from '../../src/start/outside.ts';
import { type RunningServer, startServer } from '../../src/start/start-server.ts';
import { openStore } from '../../src/store/open.ts';
import type { StoreSetting } from '../../src/store/setting.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { emptyDatabase } from '../store/open-test-store.ts';

export const password = 'a long enough password';

/** A server with a dashboard, and a look behind it. */
export interface DashboardServer {
  server: RunningServer;
  /** The same database, for what no route does: expiring things, and looking at what was written. */
  store: Store;
  log: () => string;
  secretsFile: string;
  /** Where the same database is. */
  setting: StoreSetting;
  /** Milliseconds that the server's clock is ahead. */
  ahead: { ms: number };
  /** With other settings where some are given. */
  restart(changed?: Record<string, string>): Promise<void>;
  /** A second server on the same database, as another node has it; stopped with the first. */
  node(changed?: Record<string, string>): Promise<RunningServer>;
  stop(): Promise<void>;
}

export interface More extends Pick<Outside, 'passwords' | 'resolve'> {
  /** Fills the database before the server starts on it. */
  prepare?: (setting: StoreSetting) => Promise<void>;
}

export async function openDashboardServer(
  dialect: Dialect,
  settings: Record<string, string> = {},
  more: More = {},
): Promise<DashboardServer> {
  const database = await emptyDatabase(dialect);
  const { setting, folder } = database;
  const environment = {
    PORT: '0',
    LOG_LEVEL: 'debug',
    SAMPLE_DATA: 'off',
    DATA_DIR: folder,
    SECRETS_FILE: join(folder, 'secrets.json'),
    ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
    ...settings,
  };
  let log = '';
  const ahead = { ms: 0 };
  const outside = {
    ...realOutside,
    ...(more.passwords !== undefined && { passwords: more.passwords }),
    ...(more.resolve !== undefined && { resolve: more.resolve }),
    now: () => Date.now() + ahead.ms,
    log: {
      write: (line: string) => {
        log += line;
      },
    },
  };
  let config = loadConfig(environment);
  await more.prepare?.(config.database);
  const start = (settings = config) => startServer(settings, outside);
  let server = await start();
  const nodes: RunningServer[] = [];
  const store = await openStore(config.database);
  return {
    get server() {
      return server;
    },
    store,
    log: () => log,
    secretsFile: config.secretsFile,
    setting: config.database,
    ahead,
    restart: async (changed = {}) => {
      await server.stop();
      config = loadConfig({ ...environment, ...changed });
      server = await start();
    },
    node: async (changed = {}) => {
      const node = await start(loadConfig({ ...environment, ...changed }));
      nodes.push(node);
      return node;
    },
    stop: async () => {
      await Promise.all([server, ...nodes].map((each) => each.stop()));
      await store.close();
      await database.remove();
    },
  };
}

/** Runs a suite against a server on SQLite and one on PostgreSQL. */
export function testDashboards(name: string, suite: (dashboard: () => DashboardServer) => void, more: More = {}): void {
  describe.each(['sqlite', 'postgres'] as const)(`${name} on %s`, (dialect) => {
    let current: DashboardServer | undefined;
    beforeAll(async () => {
      current = await openDashboardServer(dialect, {}, more);
    });
    afterAll(() => current?.stop());
    suite(() => {
      if (current === undefined) throw new Error('the server starts in beforeAll');
      return current;
    });
  });
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON; null where there was none. */
  body: Json;
}

/** JSON of an answer, to look into without a cast: what is not there is undefined all the way down. */
export type Json = ReturnType<typeof JSON.parse>;

/** Where a dashboard is served: by a server in this process, or by a process of its own. */
export interface Served {
  readonly server: Pick<RunningServer, 'url' | 'setupLink'>;
}

/** A browser with the dashboard open: it keeps cookies and sends what the page sends. */
export class Browser {
  readonly #dashboard: Served;
  readonly cookies = new Map<string, string>();
  /** The organization that its page shows: as the session last said, or as a test says. */
  shows: string | null = null;

  constructor(dashboard: Served) {
    this.#dashboard = dashboard;
  }

  /** The same browser at another server, with the cookies that it has now. */
  at(dashboard: Served): Browser {
    const there = new Browser(dashboard);
    for (const [name, value] of this.cookies) there.cookies.set(name, value);
    there.shows = this.shows;
    return there;
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const { url } = this.#dashboard.server;
    const response = await fetch(`${url}${dashboardApiBase}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(method !== 'GET' && { [csrfHeader.name]: csrfHeader.value, Origin: url }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(this.cookies.size > 0 && { Cookie: this.cookieHeader }),
        ...(this.shows !== null && { [organizationHeader]: this.shows }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    // A file is looked into by tests of its own.
    const isFile = response.headers.get('content-disposition') !== null;
    if (!isFile) requireDescribed(method, path, response.status, text);
    const read: Json = text === '' || isFile ? null : JSON.parse(text);
    if (read?.data?.type === 'session') this.shows = read.data.organization?.id ?? null;
    return { status: response.status, headers: response.headers, body: read };
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.send('POST', path, body);
  }

  /** A file that is handed out, in the form that `accept` names; a problem document where it is refused. */
  async file(path: string, accept = '*/*'): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
    const response = await fetch(`${this.#dashboard.server.url}${dashboardApiBase}${path}`, {
      headers: {
        Accept: accept,
        ...(this.cookies.size > 0 && { Cookie: this.cookieHeader }),
        ...(this.shows !== null && { [organizationHeader]: this.shows }),
      },
    });
    const { status, headers } = response;
    return { status, headers, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const cut = pair.indexOf('=');
    if (/;\s*max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, cut));
    else this.cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
}

const match = createMatcher(allDashboardRoutes);

/** Every success that any test sees is one that the registry describes, field by field. */
function requireDescribed(method: string, path: string, status: number, text: string): void {
  const found = match(method, path.replace(/\?.*/, ''));
  if (found.kind !== 'found' || status >= 400) return;
  const schema = found.operation.answers[status];
  if (schema === undefined) throw new Error(`${found.operation.id} answered ${status}, which is not described`);
  const body: unknown = text === '' ? null : JSON.parse(text);
  expect(schema === null ? null : schema.parse(body), found.operation.id).toEqual(body);
}

export function tokenOf(link: string | null): string {
  const [, token = ''] = (link ?? '').split('#');
  return token;
}

export function someone(name = 'ann'): { email: string; password: string; name: string } {
  return { email: `${name}-${randomUUID().slice(0, 8)}@example.com`, password, name };
}

/** Makes the first owner; the browser is signed in afterwards. */
export async function setUpOwner(
  dashboard: Served,
  organization_name = 'First',
): Promise<{ browser: Browser; email: string }> {
  const browser = new Browser(dashboard);
  const person = someone('owner');
  const token = tokenOf(dashboard.server.setupLink);
  const answer = await browser.post('/setup', { ...person, token, organization_name });
  if (answer.status !== 201) throw new Error(`set_up answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return { browser, email: person.email };
}

/** Invites somebody and accepts as a new person; the browser is signed in as that person. */
export async function joinAs(
  dashboard: DashboardServer,
  inviter: Browser,
  role: string,
): Promise<{ browser: Browser; email: string }> {
  const person = someone(role);
  const invited = await inviter.post('/invitations', { email: person.email, role });
  if (invited.status !== 201)
    throw new Error(`create_invitation answered ${invited.status}: ${JSON.stringify(invited.body)}`);
  const browser = new Browser(dashboard);
  const token = tokenOf(String(invited.body.data?.link));
  const accepted = await browser.post('/invitations/accept', { token, name: person.name, password });
  if (accepted.status !== 200)
    throw new Error(`accept_invitation answered ${accepted.status}: ${JSON.stringify(accepted.body)}`);
  return { browser, email: person.email };
}
