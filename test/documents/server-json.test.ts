import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { serverJson, serverJsonText } from '../../src/documents/server-json.ts';
import { version } from '../../src/version.ts';
import { registrySchema } from './registry-schema.ts';

describe('server.json', () => {
  it('says what the code says (npm run documents)', async () => {
    expect(await readFile('server.json', 'utf8')).toBe(serverJsonText());
  });

  it('is what the registry takes, with the key as a secret header', () => {
    const { version: told, remotes } = registrySchema.parse(serverJson());
    expect(told).toBe(version);
    const [header] = remotes[0]?.headers ?? [];
    expect(header).toMatchObject({
      name: 'Authorization',
      isRequired: true,
      isSecret: true,
      value: 'Bearer {api_key}',
    });
    expect(header?.variables?.api_key).toMatchObject({ isRequired: true, isSecret: true });
  });

  it.each([
    ['a name without a namespace', { name: 'gateway' }],
    ['a description over 100 characters', { description: 'x'.repeat(101) }],
    ['a version range', { version: '^1.0.0' }],
    ['a snake_case field of an earlier schema', { website_url: 'https://example.com' }],
    ['an unknown variable', { remotes: [{ type: 'streamable-http', url: 'https://{nobody}/mcp' }] }],
    ['a remote on this machine', { remotes: [{ type: 'streamable-http', url: 'http://localhost/mcp' }] }],
    ['another transport', { remotes: [{ type: 'http', url: 'https://gateway.example/mcp' }] }],
  ])('would be refused with %s', (_what, change) => {
    expect(registrySchema.safeParse({ ...serverJson(), ...change }).success).toBe(false);
  });
});
