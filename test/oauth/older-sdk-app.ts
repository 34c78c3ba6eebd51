import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

type Saved = Parameters<NonNullable<OAuthClientProvider['saveTokens']>>[0];
type Registered = Parameters<NonNullable<OAuthClientProvider['saveClientInformation']>>[0];

/** The OAuth client of the SDK's line before, which many clients are built on. It asks for no `offline_access`. */
export class OlderSdkApp implements OAuthClientProvider {
  tokensNow: Saved | undefined;
  asked: URL | undefined;
  #registered: Registered | undefined;
  #verifier = '';
  #transport: StreamableHTTPClientTransport | undefined;
  readonly redirectUrl = 'http://localhost:8090/callback';
  readonly clientMetadata = {
    client_name: 'Older SDK app',
    redirect_uris: [this.redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };

  clientInformation = () => this.#registered;
  saveClientInformation = (given: Registered) => {
    this.#registered = given;
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

  async connect(address: URL): Promise<Client> {
    this.#transport = new StreamableHTTPClientTransport(address, { authProvider: this });
    const client = new Client({ name: 'older-sdk-app', version: '1.0.0' });
    await client.connect(this.#transport);
    return client;
  }

  async finish(code: string): Promise<void> {
    await this.#transport?.finishAuth(code);
  }
}
