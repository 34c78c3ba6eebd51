import { randomUUID } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allow, type ConnectServer, openConnectServer } from './connect-server.ts';
import { certificateOfName, type DocumentHost, openDocumentHost, trustedName } from './document-host.ts';
import { RawApp } from './raw-app.ts';

const callback = 'https://chatgpt.com/connector/oauth/abc';
const keysPath = '/oauth/keys.json';

/** A client whose keys are beside its document. */
interface SigningClient {
  app: RawApp;
  /** Its public keys are these from now on. */
  publish: (...kids: string[]) => Promise<void>;
  signedBy: (kid: string) => Promise<Record<string, string>>;
  code: () => Promise<string>;
}

let host: DocumentHost;
let server: ConnectServer;
/** Where the host's name leads. */
const addresses: string[] = ['127.0.0.1'];

beforeAll(async () => {
  setDefaultCACertificates([...getCACertificates('default'), certificateOfName]);
  host = await openDocumentHost(trustedName);
  const settings = { OUTBOUND_ALLOW: `${trustedName}:${host.port}`, TRUST_PROXY: 'on' };
  server = await openConnectServer('sqlite', settings, { resolve: async () => addresses });
});
afterAll(async () => {
  await server.stop();
  host.stop();
});

async function signingClient(path: string): Promise<SigningClient> {
  const keyPairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
  const pairOf = async (kid: string) => {
    const pair = keyPairs.get(kid) ?? (await generateKeyPair('ES256'));
    keyPairs.set(kid, pair);
    return pair;
  };
  const id = host.serve(path, {
    client_name: 'ChatGPT',
    redirect_uris: [callback],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: `${host.origin}${path}${keysPath}`,
  });
  const app = new RawApp(server.url, id, callback);
  return {
    app,
    publish: async (...kids) => {
      const keys = await Promise.all(
        kids.map(async (kid) => ({ ...(await exportJWK((await pairOf(kid)).publicKey)), kid, alg: 'ES256' })),
      );
      host.serveRaw(`${path}${keysPath}`, { body: JSON.stringify({ keys }) });
    },
    signedBy: async (kid) => {
      const assertion = new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(id)
        .setSubject(id)
        .setAudience(server.url)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime('2m');
      return {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertion.sign((await pairOf(kid)).privateKey),
      };
    },
    code: async () => (await allow(server.owner, app.authorizationUrl())).searchParams.get('code') ?? '',
  };
}

test('keys that are beside a document are fetched from there, once for many, and anew where they have changed', async () => {
  const client = await signingClient('/a');
  await client.publish('1');
  const first = await client.app.exchange(await client.code(), await client.signedBy('1'));
  expect(first.status).toBe(200);
  const second = await client.app.refresh(first.body.refresh_token, await client.signedBy('1'));
  expect(second.status).toBe(200);
  const fetched = () => host.asked.filter((path) => path === `/a${keysPath}`).length;
  expect(fetched()).toBe(1);
  await client.publish('2');
  const third = await client.app.refresh(second.body.refresh_token, await client.signedBy('2'));
  expect(third.status).toBe(200);
  expect(fetched()).toBe(2);
  // What was withdrawn counts no more.
  expect((await client.app.refresh(third.body.refresh_token, await client.signedBy('1'))).body.error).toBe(
    'invalid_client',
  );
});

test('a client is told to come again, and keeps what it has, where its keys cannot be had', async () => {
  const client = await signingClient('/b');
  host.serveRaw(`/b${keysPath}`, { status: 500, body: '' });
  const unfetched = await client.app.refresh('x', await client.signedBy('1'));
  expect(unfetched).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  await client.publish('1');
  const tokens = await client.app.exchange(await client.code(), await client.signedBy('1'));
  expect(tokens.status).toBe(200);
  const other = await signingClient('/c');
  await other.code();
  host.serveRaw(`/c${keysPath}`, { status: 500, body: '' });
  expect(await other.app.refresh('x', await other.signedBy('1'))).toMatchObject({
    status: 503,
    body: { error: 'temporarily_unavailable' },
  });
});

test.each([
  ['an address inside', ['10.0.0.1']],
  ['one inside beside one outside', ['93.184.215.14', '127.0.0.1']],
  ['this machine, asked again after its document was read', ['127.0.0.1']],
])('keys are not fetched where the name of their host leads to %s', async (_what, where) => {
  // Without the operator's word for this host.
  const strict = await openConnectServer('sqlite', {}, { resolve: async () => where });
  try {
    const client = await signingClient(`/strict-${randomUUID()}`);
    await client.publish('1');
    const before = host.asked.length;
    await strict.dashboard.store.write
      .insertInto('connect_clients')
      .values(await knownRow(client))
      .execute();
    const app = new RawApp(strict.url, client.app.clientId, callback);
    const answer = await app.refresh('x', await client.signedBy('1'));
    expect(answer.status).toBe(503);
    expect(host.asked.slice(before).filter((path) => path.endsWith(keysPath))).toEqual([]);
  } finally {
    await strict.stop();
  }
});

/** The row of a client whose document was read while its host was somewhere else. */
async function knownRow({ app, code }: SigningClient) {
  await code();
  const row = await server.dashboard.store.read
    .selectFrom('connect_clients')
    .selectAll()
    .where('client_id', '=', app.clientId)
    .executeTakeFirstOrThrow();
  const instant = (at: string | Date) => new Date(at).toISOString();
  const required = sql<boolean>`true`;
  return {
    ...row,
    created_at: instant(row.created_at),
    updated_at: instant(row.updated_at),
    require_pkce: required,
  };
}

test('sets of keys are fetched so often in a minute, whoever makes up assertions', async () => {
  const client = await signingClient('/d');
  await client.publish('1');
  await client.code();
  const before = host.asked.length;
  let statuses: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    // The limit per address is another test's: each round comes from elsewhere.
    const forged = await Promise.all(Array.from({ length: 100 }, (_, at) => client.signedBy(`forged ${round} ${at}`)));
    const answers = await Promise.all(
      forged.map((form) => client.app.refresh('x', form, server.url, { 'x-forwarded-for': `192.0.2.${round + 1}` })),
    );
    statuses = [...statuses, ...answers.map(({ status }) => status)];
  }
  expect(statuses.every((status) => [401, 429, 503].includes(status))).toBe(true);
  const fetched = host.asked.length - before;
  expect(fetched).toBeGreaterThan(100);
  expect(fetched).toBeLessThanOrEqual(240);
});
