import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { RememberingApp } from './remembering-app.ts';

type Saved = Parameters<NonNullable<OAuthClientProvider['saveTokens']>>[0];
type Registered = Parameters<NonNullable<OAuthClientProvider['saveClientInformation']>>[0];

/** The OAuth client of the SDK's line before, which many clients are built on. It asks for no `offline_access`. */
export class OlderSdkApp extends RememberingApp<Registered, Saved> implements OAuthClientProvider {
  #transport: StreamableHTTPClientTransport | undefined;

  constructor() {
    super('Older SDK app');
  }

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
