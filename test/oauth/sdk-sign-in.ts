import type { OAuthClientProvider } from '@modelcontextprotocol/client';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import type { Browser } from '../dashboard/dashboard-server.ts';
import { allow, type Decision } from './connect-server.ts';
import { RememberingApp } from './remembering-app.ts';

type Saved = Parameters<NonNullable<OAuthClientProvider['saveTokens']>>[0];
type Registered = Parameters<NonNullable<OAuthClientProvider['saveClientInformation']>>[0];

/** The SDK's own OAuth client, with a browser of ours. */
class SdkApp extends RememberingApp<Registered, Saved> implements OAuthClientProvider {
  constructor() {
    super('SDK app');
  }

  /** Goes on with what the browser came back with. */
  async finish(address: string, back: URL): Promise<Client> {
    await new StreamableHTTPClientTransport(new URL(address), { authProvider: this }).finishAuth(back.searchParams);
    return await this.connect(address);
  }

  async connect(address: string): Promise<Client> {
    const client = new Client({ name: 'sdk-app', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(address), { authProvider: this }));
    return client;
  }
}

/** Connects an app that knows nothing but an address: refused, signed in by whoever has the browser, connected. */
export async function connectBySigningIn(address: string, browser: Browser, decision: Decision = {}) {
  const app = new SdkApp();
  const refused = await app.connect(address).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refused instanceof UnauthorizedError)) throw new Error(`connected without a sign-in: ${String(refused)}`);
  if (app.asked === undefined) throw new Error('the app asked nobody');
  const client = await app.finish(address, await allow(browser, app.asked, decision));
  return { app, client };
}
