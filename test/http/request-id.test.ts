import { describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const at = testServer();
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('X-Request-ID', () => {
  it.each(['a', '!~', 'x'.repeat(128), '7f0c-1:2/3'])('%j is kept', async (id) => {
    const answer = await at().call('GET', '/v2/health', { headers: { 'X-Request-ID': id } });
    expect(answer.headers.get('x-request-id')).toBe(id);
  });

  it.each(['', 'x'.repeat(129), 'two words', 'caf\u00e9', `ca_live_${'a'.repeat(49)}`])(
    '%j is replaced',
    async (id) => {
      const answer = await at().call('GET', '/v2/health', { headers: { 'X-Request-ID': id } });
      expect(answer.headers.get('x-request-id')).toMatch(uuid);
    },
  );

  it('is on every answer, and in its log line', async () => {
    const paths = [
      '/v2/health',
      '/v2/whoami',
      '/v2/nothing',
      '/nothing',
      '/.well-known/oauth-protected-resource',
      '/mcp',
    ];
    for (const path of paths) {
      const id = (await at().call('GET', path)).headers.get('x-request-id') ?? '';
      expect(id).toMatch(uuid);
      expect(at().log()).toContain(`"request_id":"${id}"`);
    }
  });
});

describe('what is not there', () => {
  it.each([
    '/v3/health',
    '/V2/health',
    '/v2',
    '/v2/',
    '/v2//health',
    '//v2/health',
    '//',
    '//accounts',
    '/v2/health/',
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration/mcp',
    '/mcp/register',
    '/register',
    '/%',
    '/v2/%ff',
    '/v2/accounts/%',
  ])('%s is a JSON 404', async (path) => {
    const answer = await at().call('GET', path);
    expect([answer.status, answer.body?.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('shows no key that stands in a path', async () => {
    for (const path of [
      '/v2/accounts/ca_live_abc123',
      '/ca_live_abc123',
      '/v2/ca%5flive%5Fabc123',
      ...['oat', 'ort', 'ocs'].map((kind) => `/v2/%63a%5f${kind}%5Fabc123`),
    ]) {
      const answer = await at().call('GET', path);
      expect(answer.body.instance).toContain('[key]');
      expect(answer.text).not.toContain('abc123');
    }
  });
});
