import { createHash, randomBytes } from 'node:crypto';

/** JSON of an answer, to look into without a cast. */
type Json = ReturnType<typeof JSON.parse>;

export interface RawAnswer {
  status: number;
  headers: Headers;
  body: Json;
}

/** An app that does each step of OAuth by hand, so that each can be done wrongly. */
export class RawApp {
  readonly door: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier = randomBytes(32).toString('base64url');
  readonly state = randomBytes(8).toString('hex');

  constructor(door: string, clientId: string, redirectUri: string) {
    this.door = door;
    this.clientId = clientId;
    this.redirectUri = redirectUri;
  }

  /** One that has registered. */
  static async registered(
    door: string,
    {
      redirectUri = 'http://127.0.0.1:9/callback',
      ...metadata
    }: Record<string, unknown> & { redirectUri?: string } = {},
  ): Promise<RawApp> {
    const answer = await register(door, { client_name: 'Raw app', redirect_uris: [redirectUri], ...metadata });
    if (answer.status !== 201) throw new Error(`/register answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return new RawApp(door, answer.body.client_id, redirectUri);
  }

  /** Where a browser is sent. What is given stands in the place of what is right; null leaves it out. */
  authorizationUrl(over: Record<string, string | null> = {}): URL {
    const url = new URL(`${this.door}/oauth2/authorize`);
    const right = {
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      state: this.state,
      scope: 'read',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      resource: `${this.door}/mcp`,
    };
    for (const [name, value] of Object.entries({ ...right, ...over }))
      if (value !== null) url.searchParams.set(name, value);
    return url;
  }

  exchange(code: string, over: Record<string, string | null> = {}): Promise<RawAnswer> {
    return this.post('/oauth2/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
      resource: `${this.door}/mcp`,
      ...over,
    });
  }

  refresh(refreshToken: string, over: Record<string, string | null> = {}, door = this.door): Promise<RawAnswer> {
    return this.post('/oauth2/token', { grant_type: 'refresh_token', refresh_token: refreshToken, ...over }, door);
  }

  revoke(token: string): Promise<RawAnswer> {
    return this.post('/oauth2/revoke', { token });
  }

  async post(path: string, form: Record<string, string | null>, door = this.door): Promise<RawAnswer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ client_id: this.clientId, ...form })) {
      if (value !== null) body.set(name, value);
    }
    return read(await fetch(door + path, { method: 'POST', body }));
  }

  /** Calls a tool with a token. */
  call(
    token: string,
    name = 'get_api_key_info',
    args: Record<string, unknown> = {},
    door = this.door,
  ): Promise<RawAnswer> {
    return rpc(door, token, { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
  }
}

export async function register(door: string, metadata: unknown): Promise<RawAnswer> {
  const headers = { 'content-type': 'application/json' };
  return read(await fetch(`${door}/oauth2/register`, { method: 'POST', headers, body: JSON.stringify(metadata) }));
}

/** A message or a batch to the tools of a door. */
export async function rpc(door: string, token: string | null, message: unknown, path = '/mcp'): Promise<RawAnswer> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(token !== null && { authorization: `Bearer ${token}` }),
  };
  return read(await fetch(door + path, { method: 'POST', headers, body: JSON.stringify(message) }));
}

async function read(response: Response): Promise<RawAnswer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}
