import type { OAuthClientProvider } from '@modelcontextprotocol/client';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import type { Browser } from '../dashboard/dashboard-server.ts';
import { allow, type Decision } from './connect-server.ts';

type Saved = Parameters<NonNullable<OAuthClientProvider['saveTokens']>>[0];
type Registered = Parameters<NonNullable<OAuthClientProvider['saveClientInformation']>>[0];

/** The SDK's own OAuth client, with a browser of ours. */
class SdkApp implements OAuthClientProvider {
  tokensNow: Saved | undefined;
  registered: Registered | undefined;
  asked: URL | undefined;
  #verifier = '';
  readonly redirectUrl = 'http://127.0.0.1:9/callback';
  readonly clientMetadata = {
    client_name: 'SDK app',
    redirect_uris: [this.redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };

  clientInformation = () => this.registered;
  saveClientInformation = (given: Registered) => {
    this.registered = given;
  };
  tokens = () => this.tokensNow;
  saveTokens = (tokens: Saved) => {
    this.tokensNow = tokens;
  };
  redirectToAuthorization = (url: URL) => {
    this.asked = url;
  };
  saveCodeVerifier = (verifier: string) => {
    this.#verifier = verifier;
  };
  codeVerifier = () => this.#verifier;
}

/** Connects an app that knows nothing but an address: refused, signed in by whoever has the browser, connected. */
export async function connectBySigningIn(address: string, browser: Browser, decision: Decision = {}) {
  const app = new SdkApp();
  const first = new StreamableHTTPClientTransport(new URL(address), { authProvider: app });
  const probe = new Client({ name: 'sdk-app', version: '1.0.0' });
  const refused = await probe.connect(first).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refused instanceof UnauthorizedError)) throw new Error(`connected without a sign-in: ${String(refused)}`);
  if (app.asked === undefined) throw new Error('the app asked nobody');
  const back = await allow(browser, app.asked, decision);
  await first.finishAuth(back.searchParams);
  const client = new Client({ name: 'sdk-app', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(address), { authProvider: app }));
  return { app, client };
}
