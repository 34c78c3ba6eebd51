import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** The claims of an ID token, but for those that bind it to the request. */
export interface OidcPerson {
  sub: string;
  email?: string;
  email_verified?: boolean | string;
  name?: string;
}

export interface OidcProvider {
  discoveryUrl: string;
  issuer: string;
  /** What a browser does at the provider: signs in as the person and is sent back; answers where to. */
  signIn(authorizationUrl: string, person: OidcPerson): string;
  /** What the provider says of people beside their ID tokens, by subject, from now on. */
  tells(sub: string, profile: Partial<OidcPerson>): void;
  /** Whom a real browser is taken for that comes to the provider from now on; null: somebody who cancels there. */
  visitedBy(person: OidcPerson | null): void;
  stop(): Promise<void>;
}

/** An OpenID Connect provider as small as one can be: discovery, signed ID tokens with nonce, PKCE left to the client. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, { person: OidcPerson; nonce: string | null }>();
  let issuer = '';
  let visitor: OidcPerson | null = null;
  const profiles = new Map<string, Partial<OidcPerson>>();
  const idToken = (code: string): Promise<string> => {
    const { person, nonce } = codes.get(code) ?? { person: {}, nonce: null };
    return new SignJWT({ ...person, ...(nonce !== null && { nonce }) })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience('client')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  };
  const signIn = (authorizationUrl: string, person: OidcPerson | null): string => {
    const asked = new URL(authorizationUrl, issuer).searchParams;
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('state', asked.get('state') ?? '');
    const code = `code-${codes.size}`;
    if (person === null) back.searchParams.set('error', 'access_denied');
    else {
      codes.set(code, { person, nonce: asked.get('nonce') });
      back.searchParams.set('code', code);
    }
    return back.href;
  };
  const server = createServer(async (request, response) => {
    const url = request.url ?? '';
    if (url.startsWith('/authorize?')) {
      response.writeHead(302, { Location: signIn(url, visitor) }).end();
      return;
    }
    const answers: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        userinfo_endpoint: `${issuer}/userinfo`,
        id_token_signing_alg_values_supported: ['RS256'],
      }),
      '/jwks': () => ({ keys: [jwk] }),
      '/token': async () => {
        const code = new URLSearchParams(await text(request)).get('code') ?? '';
        const access_token = codes.get(code)?.person.sub ?? '';
        return { access_token, token_type: 'Bearer', id_token: await idToken(code) };
      },
      '/userinfo': () => {
        const sub = request.headers.authorization?.replace('Bearer ', '') ?? '';
        return profiles.has(sub) ? { sub, ...profiles.get(sub) } : undefined;
      },
    };
    const body = await answers[url]?.();
    response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    issuer,
    signIn,
    tells: (sub, profile) => profiles.set(sub, profile),
    visitedBy: (person) => {
      visitor = person;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}
