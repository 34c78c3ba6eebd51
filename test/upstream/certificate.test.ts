import { readFile } from 'node:fs/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';
import { startHostile } from './hostile.ts';

const read = (name: string) => readFile(new URL(`certificates/${name}`, import.meta.url));
const usual = getCACertificates('default');
afterEach(() => setDefaultCACertificates(usual));

/** Asks an https upstream with that certificate, which this process trusts or not. */
async function ask(host: 'this-host' | 'other-host', isTrusted: boolean) {
  const [cert, key] = [await read(`${host}.pem`), await read(`${host}.key`)];
  if (isTrusted) setDefaultCACertificates([...usual, cert.toString()]);
  const gateway = await startGateway(await startHostile({ cert, key }));
  const { status, body } = await gateway.server.call('GET', '/v2/creators', { key: gateway.key });
  const { received } = gateway.upstream;
  await gateway.server.stop();
  return { status, body, received };
}

describe('the certificate of the upstream', () => {
  it('is taken where it is trusted and names the host', async () => {
    expect((await ask('this-host', true)).status).toBe(200);
  });

  it.each([
    ['names another host', 'other-host', true],
    ['is signed by nobody that is trusted', 'this-host', false],
  ] as const)('is refused where it %s, before anything is sent', async (_name, host, isTrusted) => {
    const { status, body, received } = await ask(host, isTrusted);
    expect([status, body.code]).toEqual([502, 'UPSTREAM_ERROR']);
    expect(body.detail).toMatch(/TLS certificate of the upstream API was refused/);
    expect(received).toEqual([]);
  });
});
