import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { dashboardApiBase } from '../../../src/dashboard/contract/route.ts';
import type { Dialect } from '../../../src/store/store.ts';
import { type Browser, type DashboardServer, type Json, openDashboardServer } from '../dashboard-server.ts';
import { type OidcPerson, type OidcProvider, startOidcProvider } from '../oidc-provider.ts';

/** A dashboard with a provider, and a second one that an operator may change to. */
export interface ProviderSetup {
  dashboard: DashboardServer;
  provider: OidcProvider;
  otherProvider: OidcProvider;
}

export function settingsFor(provider: OidcProvider): Record<string, string> {
  return { OIDC_DISCOVERY_URL: provider.discoveryUrl, OIDC_CLIENT_ID: 'client', OIDC_CLIENT_SECRET: 'a secret' };
}

/** Runs a suite on each database, with servers of its own. */
export function testWithProvider(
  name: string,
  suite: (setup: () => ProviderSetup) => void,
  settings: Record<string, string> = {},
): void {
  describe.each(['sqlite', 'postgres'] as const)(`${name} on %s`, (dialect) => {
    let current: ProviderSetup | undefined;
    beforeAll(async () => {
      current = await openSetup(dialect, settings);
    });
    afterAll(async () => {
      await current?.dashboard.stop();
      await Promise.all([current?.provider.stop(), current?.otherProvider.stop()]);
    });
    suite(() => {
      if (current === undefined) throw new Error('the servers start in beforeAll');
      return current;
    });
  });
}

async function openSetup(dialect: Dialect, settings: Record<string, string>): Promise<ProviderSetup> {
  const [provider, otherProvider] = await Promise.all([startOidcProvider(), startOidcProvider()]);
  const dashboard = await openDashboardServer(dialect, { ...settingsFor(provider), ...settings });
  return { dashboard, provider, otherProvider };
}

/** Somebody at a provider, with a subject of their own. */
export function guest(email: string, more: Partial<OidcPerson> = {}): OidcPerson {
  return { sub: `sub-${randomUUID()}`, email, email_verified: true, name: 'From the provider', ...more };
}

/** Goes to the provider and back; answers where the browser ends up, without the origin. */
export async function arriveBy(browser: Browser, provider: OidcProvider, person: OidcPerson): Promise<string> {
  return comeBack(browser, provider, await browser.post('/session/oidc'), person);
}

/** The same to link the provider to the account that the browser is signed in to. */
export async function linkBy(
  browser: Browser,
  provider: OidcProvider,
  person: OidcPerson,
  current_password?: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const body = current_password === undefined ? {} : { current_password };
  return comeBack(browser, provider, await browser.send('POST', '/session/provider-links', body, headers), person);
}

async function comeBack(
  browser: Browser,
  provider: OidcProvider,
  started: { status: number; body: Json },
  person: OidcPerson,
): Promise<string> {
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const back = new URL(provider.signIn(started.body.data.url, person));
  expect(back.pathname).toBe(`${dashboardApiBase}/auth/callback/oidc`);
  const answer = await browser.send('GET', `/auth/callback/oidc${back.search}`);
  expect(answer.status).toBe(302);
  const target = new URL(answer.headers.get('location') ?? '');
  return target.pathname + target.search;
}

export async function personOf(browser: Browser): Promise<Json> {
  return (await browser.get('/session')).body.data.person;
}
