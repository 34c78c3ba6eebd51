import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const at = testServer({ PUBLIC_URL: 'https://gateway.example', PUBLIC_API_URL: 'https://api.example' });
let key = '';
beforeAll(async () => {
  key = await at().key();
  for (const name of ['Ana', 'Ben', 'Cy']) await at().call('POST', '/v2/creators', { key, body: { name } });
});

function links(header: string | null): Record<string, string> {
  const found = [...(header ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)];
  return Object.fromEntries(found.map(([, url, rel]) => [rel, url]));
}

describe('Link', () => {
  it('names the first page and the next, absolute, with the query as it was', async () => {
    const path = '/v2/creators?limit=1&order_direction=desc&q=';
    const first = await at().call('GET', path, { key });
    const { first: again, next } = links(first.headers.get('link'));
    expect(again).toBe('https://api.example/v2/creators?limit=1&order_direction=desc&q=');
    expect(next).toBe(`${again}&cursor=${first.body.pagination.next_cursor}`);
    expect(first.body.pagination.next_cursor).toMatch(/^[\w-]+$/);
  });

  it('leads through all pages to an end without next', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/v2/creators?limit=1';
    while (path !== undefined) {
      const page = await at().call('GET', path, { key });
      seen.push(page.body.data[0].name);
      const { first, next } = links(page.headers.get('link'));
      expect(first).toBe('https://api.example/v2/creators?limit=1');
      path = next?.replace('https://api.example', '');
    }
    expect(seen).toEqual(['Ana', 'Ben', 'Cy']);
  });

  it('is on lists only', async () => {
    expect((await at().call('GET', '/v2/whoami', { key })).headers.has('link')).toBe(false);
  });
});

describe('Location', () => {
  it('is the absolute URL of what was made', async () => {
    const made = await at().call('POST', '/v2/creators', { key, body: { name: 'Dee' } });
    expect(made.headers.get('location')).toBe(`https://api.example/v2/creators/${made.body.data.id}`);
    const account = await at().call('POST', '/v2/accounts', { key, body: { platform: 'tiktok', username: '@dee.x' } });
    const path = `/v2/creators/${made.body.data.id}/accounts/${account.body.data.id}`;
    const linked = await at().call('PUT', path, { key });
    expect([linked.status, linked.headers.get('location')]).toEqual([201, `https://api.example${path}`]);
    const again = await at().call('PUT', path, { key });
    expect([again.status, again.headers.has('location')]).toEqual([200, false]);
  });

  it('and the documents are named under the public URL', async () => {
    const { body } = await at().call('GET', '/v2/meta');
    expect(body.data).toMatchObject({
      docs_url: 'https://api.example/v2/docs',
      openapi_url: 'https://api.example/v2/openapi.json',
      whoami_url: 'https://api.example/v2/whoami',
    });
  });
});
