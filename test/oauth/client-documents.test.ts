import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Browser, setUpOwner } from '../dashboard/dashboard-server.ts';
import { type Program, startProgram } from '../start/program.ts';
import { allow, openAuthorization, openConnectServer } from './connect-server.ts';
import { type DocumentHost, openDocumentHost, trustedCertificate } from './document-host.ts';
import { RawApp } from './raw-app.ts';

/** A program of its own, since which certificates are trusted is said when a process starts. */
describe('a client that is named by its document', () => {
  let host: DocumentHost;
  let folder: string;
  let program: Program;
  let door: string;
  let owner: Browser;

  beforeAll(async () => {
    host = await openDocumentHost();
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-documents-'));
    program = startProgram({
      PORT: '0',
      CONNECT_PORT: '0',
      SAMPLE_DATA: 'off',
      DATA_DIR: folder,
      OUTBOUND_ALLOW: `127.0.0.1:${host.port}`,
      NODE_EXTRA_CA_CERTS: trustedCertificate,
    });
    const { url } = await program.ready;
    await vi.waitFor(() => expect(program.stdout()).toMatch(/\/setup#\S+/), { timeout: 5_000 });
    const said = program.stdout();
    door = /Apps that sign in: (\S+)\/mcp/.exec(said)?.[1] ?? '';
    const setupLink = /http:\S+\/setup#\S+/.exec(said)?.[0] ?? null;
    owner = (await setUpOwner({ server: { url, setupLink } })).browser;
  });
  afterAll(async () => {
    program.child.kill('SIGTERM');
    await program.ended;
    host.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('is known by the host of it, whatever it calls itself, and takes any port of this machine', async () => {
    const id = host.serve('/oauth/claude-code', {
      client_name: 'Claude',
      redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
      token_endpoint_auth_method: 'none',
    });
    const app = new RawApp(door, id, 'http://localhost:43211/callback');
    const { reference } = await openAuthorization(app.authorizationUrl());
    const opened = await owner.post('/connect-requests/open', { reference });
    expect(opened.body.data).toMatchObject({
      client: { name: 'Claude', host: new URL(host.origin).host },
      redirect: { kind: 'loopback', host: 'localhost' },
    });
    const back = await allow(owner, app.authorizationUrl());
    const tokens = (await app.exchange(back.searchParams.get('code') ?? '')).body;
    expect((await app.call(tokens.access_token)).status).toBe(200);
    expect((await app.refresh(tokens.refresh_token)).status).toBe(200);
    expect(host.asked.filter((path) => path === '/oauth/claude-code')).toHaveLength(1);
  });

  test('proves itself by a signature, made for the issuer or the endpoint, once each', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const id = host.serve('/oauth/chatgpt/client.json', {
      client_name: 'ChatGPT',
      redirect_uris: ['https://chatgpt.com/connector/oauth/abc'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: '1', alg: 'ES256' }] },
    });
    const app = new RawApp(door, id, 'https://chatgpt.com/connector/oauth/abc');
    const assertionFor = (audience: string) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: '1' })
        .setIssuer(id)
        .setSubject(id)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime('2m')
        .sign(privateKey);
    const signed = async (audience: string) => ({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertionFor(audience),
    });
    const codeOf = async () => (await allow(owner, app.authorizationUrl())).searchParams.get('code') ?? '';
    expect((await app.exchange(await codeOf())).body.error).toBe('invalid_client');
    expect((await app.exchange(await codeOf(), await signed('https://other.example'))).body.error).toBe(
      'invalid_client',
    );
    const first = await app.exchange(await codeOf(), await signed(door));
    expect(first.status).toBe(200);
    expect((await app.exchange(await codeOf(), await signed(`${door}/oauth2/token`))).status).toBe(200);
    // The client's id is in the assertion as well.
    const refreshed = await app.refresh(first.body.refresh_token, { client_id: null, ...(await signed(door)) });
    expect(refreshed.status).toBe(200);
    const once = await signed(door);
    expect((await app.refresh(refreshed.body.refresh_token, once)).status).toBe(200);
    expect((await app.refresh(refreshed.body.refresh_token, once)).body.error).toBe('invalid_client');
  });

  test('that says that it may do without a signature does without', async () => {
    const { publicKey } = await generateKeyPair('ES256');
    const id = host.serve('/oauth/either/client.json', {
      client_name: 'ChatGPT',
      redirect_uris: ['https://chatgpt.com/connector/oauth/abc'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'none'],
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: '1' }] },
    });
    const app = new RawApp(door, id, 'https://chatgpt.com/connector/oauth/abc');
    const back = await allow(owner, app.authorizationUrl());
    expect((await app.exchange(back.searchParams.get('code') ?? '')).status).toBe(200);
  });

  const redirect_uris = ['https://app.example/cb'];
  const wrong: readonly (readonly [string, (host: DocumentHost) => string])[] = [
    ['names another client', (at) => at.serve('/a', { client_id: 'https://other.example/a', redirect_uris })],
    ['has no redirects', (at) => at.serve('/b', {})],
    [
      'wants its answer at an address with a user',
      (at) => at.serve('/c', { redirect_uris: ['https://a@b.example/cb'] }),
    ],
    ['holds a secret', (at) => at.serve('/d', { redirect_uris, client_secret: 'x' })],
    [
      'has its keys with somebody else',
      (at) =>
        at.serve('/e', {
          redirect_uris,
          token_endpoint_auth_method: 'private_key_jwt',
          jwks_uri: 'https://evil.example/keys',
        }),
    ],
    ['is somewhere else', (at) => at.serveRaw('/f', { status: 302, headers: { location: '/b' }, body: '' })],
    ['is not there', (at) => `${at.origin}/nothing`],
    ['is no JSON', (at) => at.serveRaw('/g', { headers: { 'content-type': 'text/html' }, body: '<html>' })],
    ['is larger than any', (at) => at.serve('/h', { redirect_uris, padding: 'x'.repeat(40_000) })],
  ];

  test.each(wrong)('whose document %s is not known', async (_what, serve) => {
    const app = new RawApp(door, serve(host), 'https://app.example/cb');
    expect((await openAuthorization(app.authorizationUrl())).location).toContain('error=unknown_app');
  });
});

describe('an id that is an address inside', () => {
  test('is not asked for anything', async () => {
    const host = await openDocumentHost();
    const server = await openConnectServer();
    const inside = [
      `https://127.0.0.1:${host.port}/client.json`,
      `https://localhost:${host.port}/client.json`,
      `https://[::1]:${host.port}/client.json`,
      `https://[::ffff:127.0.0.1]:${host.port}/client.json`,
      `https://2130706433:${host.port}/client.json`,
      `https://0x7f.1:${host.port}/client.json`,
      `http://127.0.0.1:${host.port}/client.json`,
      'https://169.254.169.254/latest/meta-data',
      'https://user@example.com/client.json',
      'https://example.com/a/../client.json',
      'https://example.com',
      'https://example.com/client.json?x=1',
      'https://example.com/client.json#x',
      'file:///etc/passwd',
    ];
    for (const id of inside) {
      server.dashboard.ahead.ms += 60_000;
      const app = new RawApp(server.url, id, 'http://127.0.0.1:9/callback');
      expect((await openAuthorization(app.authorizationUrl())).location, id).toContain('error=unknown_app');
    }
    expect(host.asked).toEqual([]);
    await server.stop();
    host.stop();
  });

  test('is nowhere asked for, and not spoken of, where the operator closes that way', async () => {
    const server = await openConnectServer('sqlite', { CONNECT_CLIENT_DOCUMENTS: 'off' });
    const document = JSON.parse(await (await fetch(`${server.url}/.well-known/oauth-authorization-server`)).text());
    expect(document.client_id_metadata_document_supported).toBeUndefined();
    const app = new RawApp(
      server.url,
      'https://claude.ai/oauth/claude-code-client-metadata',
      'http://localhost:9/callback',
    );
    expect((await openAuthorization(app.authorizationUrl())).location).toContain('error=unknown_app');
    await server.stop();
  });
});
