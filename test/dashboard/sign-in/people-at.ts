import { type Answer, Browser, type DashboardServer, joinAs, password } from '../dashboard-server.ts';

/** Signs in from an address, as the proxy in front (TRUST_PROXY=on) tells it. */
export function signInFrom(
  address: string,
  browser: Browser,
  email: string,
  secret: string = password,
): Promise<Answer> {
  const body = { email, password: secret };
  return browser.send('POST', '/session/sign-in', body, { 'X-Forwarded-For': address });
}

export interface Colleague {
  email: string;
  /** Signed out of, and known to the account. */
  browser: Browser;
}

/** Members who have been in, each in a browser of their own, and are out now. */
export async function colleagues(dashboard: DashboardServer, owner: Browser, count: number): Promise<Colleague[]> {
  const made: Colleague[] = [];
  while (made.length < count) {
    // Nobody makes more than 200 invitations in an hour.
    if (made.length % 150 === 149) dashboard.ahead.ms += 61 * 60_000;
    const { email, browser } = await joinAs(dashboard, owner, 'viewer');
    await browser.post('/session/sign-out');
    made.push({ email, browser });
  }
  return made;
}

/** What somebody has to wait, in seconds; null where they need not. */
export function waitOf({ status, headers }: Answer): number | null {
  return status === 429 || status === 503 ? Number(headers.get('retry-after')) : null;
}

export const stranger = (dashboard: DashboardServer) => new Browser(dashboard);
