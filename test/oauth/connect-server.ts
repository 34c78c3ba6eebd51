import { afterAll, beforeAll, describe } from 'vitest';
import type { RunningServer } from '../../src/start/start-server.ts';
import type { Dialect } from '../../src/store/store.ts';
import { type Browser, type DashboardServer, openDashboardServer, setUpOwner } from '../dashboard/dashboard-server.ts';

/** A server with the door for apps open, and its owner's browser. */
export interface ConnectServer {
  dashboard: DashboardServer;
  /** The door's origin. */
  url: string;
  owner: Browser;
  organizationId: string;
  stop(): Promise<void>;
}

export async function openConnectServer(
  dialect: Dialect = 'sqlite',
  settings: Record<string, string> = {},
): Promise<ConnectServer> {
  const dashboard = await openDashboardServer(dialect, { CONNECT_PORT: '0', ...settings });
  const { browser: owner } = await setUpOwner(dashboard);
  return {
    dashboard,
    get url() {
      return doorOf(dashboard.server).url;
    },
    owner,
    organizationId: owner.shows ?? '',
    stop: () => dashboard.stop(),
  };
}

/** Runs a suite against a server on SQLite and one on PostgreSQL. */
export function testConnect(name: string, suite: (server: () => ConnectServer) => void, settings = {}): void {
  describe.each(['sqlite', 'postgres'] as const)(`${name} on %s`, (dialect) => {
    let current: ConnectServer | undefined;
    beforeAll(async () => {
      current = await openConnectServer(dialect, settings);
    });
    afterAll(() => current?.stop());
    suite(() => {
      if (current === undefined) throw new Error('the server starts in beforeAll');
      return current;
    });
  });
}

export interface Decision {
  scope?: 'read' | 'write' | 'admin';
  organizationId?: string;
}

/** Opens the address that an app sends a browser to, as far as the page: the reference of the request. */
export async function openAuthorization(
  authorizationUrl: string | URL,
): Promise<{ location: string; reference: string }> {
  const response = await fetch(authorizationUrl, { redirect: 'manual' });
  const location = response.headers.get('location') ?? '';
  if (response.status !== 302) throw new Error(`/authorize answered ${response.status}: ${await response.text()}`);
  return { location, reference: /\/connect-app#(.+)$/.exec(location)?.[1] ?? '' };
}

/** What somebody does on the page, with a session: where the browser goes afterwards. */
export async function allow(
  browser: Browser,
  authorizationUrl: string | URL,
  { scope = 'read', organizationId = browser.shows ?? '' }: Decision = {},
): Promise<URL> {
  const { location, reference } = await openAuthorization(authorizationUrl);
  if (reference === '') throw new Error(`no request to answer: ${location}`);
  const opened = await browser.post('/connect-requests/open', { reference });
  if (opened.status !== 200) throw new Error(`open answered ${opened.status}: ${JSON.stringify(opened.body)}`);
  const answer = await browser.post('/connect-requests/allow', { reference, organization_id: organizationId, scope });
  if (answer.status !== 200) throw new Error(`allow answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return new URL(answer.body.data.url);
}

/** The door of a server, and where it listens. */
export function doorOf({ connect }: RunningServer): NonNullable<RunningServer['connect']> {
  if (connect === null) throw new Error('the door is closed');
  return connect;
}
