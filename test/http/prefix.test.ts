import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const publicUrl = 'https://tools.example/creatoraudit';
const at = testServer({ PUBLIC_URL: publicUrl });
let key = '';
beforeAll(async () => {
  key = await at().key();
});

const inside = (url: string | null) => {
  expect(url?.startsWith(`${publicUrl}/`), url ?? 'no URL').toBe(true);
  return (url ?? '').slice('https://tools.example'.length);
};

describe('behind a path of a shared host', () => {
  it.each(['', '/creatoraudit'])('every door is at %j', async (prefix) => {
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    };
    expect((await at().call('GET', `${prefix}/v2/whoami`, { key })).status).toBe(200);
    expect((await at().call('POST', `${prefix}/mcp`, { key, body: initialize })).status).toBe(200);
    expect((await at().call('POST', `${prefix}/mcp/?api_key=${key}`, { body: initialize })).status).toBe(200);
    expect((await at().call('GET', `${prefix}/dashboard/api/session`)).status).toBe(200);
    expect((await at().call('GET', `${prefix}/v2/docs`)).text).toContain(`${publicUrl}/v2`);
    expect((await at().call('GET', `${prefix}/.well-known/oauth-authorization-server`)).status).toBe(404);
  });

  it.each([
    '/creatoraudit2/v2/whoami',
    '/creatorauditv2/whoami',
    '/other/v2/whoami',
    '/creatoraudit/creatoraudit/v2/whoami',
  ])('nothing is at %s', async (path) => {
    expect((await at().call('GET', path, { key })).status).toBe(404);
  });

  it('links that an answer gives lead on below it', async () => {
    for (const name of ['a', 'b', 'c']) {
      const made = await at().call('POST', '/creatoraudit/v2/creators', { key, body: { name } });
      const found = await at().call('GET', inside(made.headers.get('location')), { key });
      expect([made.status, found.status, found.body.data.name]).toEqual([201, 200, name]);
    }
    let next: string | undefined = '/creatoraudit/v2/creators?limit=1';
    const names: string[] = [];
    while (next !== undefined) {
      const page: Awaited<ReturnType<ReturnType<typeof at>['call']>> = await at().call('GET', next, { key });
      names.push(...page.body.data.map(({ name }: { name: string }) => name));
      const link = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
      next = link === undefined ? undefined : inside(link);
    }
    expect(names).toEqual(['a', 'b', 'c']);
    const meta = await at().call('GET', '/v2/meta');
    for (const link of ['docs_url', 'openapi_url', 'whoami_url']) {
      expect((await at().call('GET', inside(meta.body.data[link]), { key })).status).toBe(200);
    }
  });

  it('the page names its files below it, at any depth', async () => {
    for (const path of ['/creatoraudit', '/creatoraudit/', '/creatoraudit/accounts/some-id', '/accounts']) {
      const page = await at().call('GET', path);
      const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
      expect(files.length).toBeGreaterThan(2);
      for (const file of files) {
        expect(file.startsWith('/creatoraudit/'), file).toBe(true);
        expect((await at().call('GET', file)).status, file).toBe(200);
      }
    }
  });

  it('the addresses of the original’s dashboard lead to ours', async () => {
    for (const [path, ours] of [
      ['/overview', '/'],
      ['/app', '/'],
      ['/app/overview', '/'],
      ['/app/api-keys', '/api-keys'],
      ['/app/accounts/some-id', '/accounts/some-id'],
    ]) {
      const answer = await at().call('GET', `/creatoraudit${path}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([302, `/creatoraudit${ours}`]);
    }
    for (const path of ['/app/nothing', '/app//evil.example', '/app/%2F%2Fevil.example']) {
      expect((await at().call('GET', path)).status, path).toBe(404);
    }
  });

  it('pages of the host may read answers, whatever their path is', async () => {
    const answer = await at().call('GET', '/v2/whoami', { key, headers: { Origin: 'https://tools.example' } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://tools.example']);
  });
});
