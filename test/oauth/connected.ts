import type { Browser } from '../dashboard/dashboard-server.ts';
import { allow, type ConnectServer, type Decision } from './connect-server.ts';
import { RawApp } from './raw-app.ts';

/** An app that somebody has let in, with the tokens that it was given. */
export interface Connected {
  app: RawApp;
  accessToken: string;
  refreshToken: string;
}

/** Lets a new app in, or one that is given. */
export async function connected(
  { url }: Pick<ConnectServer, 'url'>,
  browser: Browser,
  decision: Decision = {},
  given?: RawApp,
): Promise<Connected> {
  const app = given ?? (await RawApp.registered(url));
  const back = await allow(browser, app.authorizationUrl(), decision);
  const { status, body } = await app.exchange(back.searchParams.get('code') ?? '');
  if (status !== 200) throw new Error(`/token answered ${status}: ${JSON.stringify(body)}`);
  return { app, accessToken: body.access_token, refreshToken: body.refresh_token };
}
