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
  forgetAsked = () => {
    this.asked = undefined;
  };

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
