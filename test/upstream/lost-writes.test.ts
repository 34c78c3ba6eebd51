import { describe, expect, it } from 'vitest';
import { testGateway } from './gateway.ts';
import { answer } from './hostile.ts';

const at = testGateway();

const creator = {
  data: {
    id: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01',
    type: 'creator',
    name: 'Ana',
    is_active: true,
    metadata: {},
    created_at: '2026-01-01T00:00:00Z',
    accounts_summary: { total: 0, platforms: { instagram: 0, tiktok: 0 }, total_followers: 0 },
  },
};

const create = (key: string) =>
  at().server.call('POST', '/v2/creators', {
    key: at().key,
    body: { name: 'Ana' },
    headers: { 'Idempotency-Key': key },
  });

describe('a write with an Idempotency-Key whose answer was lost', () => {
  it('is tried again by the client under one key of the upstream’s, which knows whether it happened', async () => {
    at().upstream.behave = (request) => request.socket.destroy();
    expect((await create('lost')).status).toBe(502);
    at().upstream.behave = (_, response) =>
      answer(response, 409, { code: 'CONFLICT', detail: 'x' }, { 'Retry-After': '3' });
    const running = await create('lost');
    expect([running.status, running.headers.get('retry-after')]).toEqual([503, '3']);
    at().upstream.behave = (_, response) => answer(response, 201, creator);
    expect((await create('lost')).status).toBe(201);
    const keys = new Set(at().upstream.received.map(({ headers }) => headers['idempotency-key']));
    expect([at().upstream.received.length, keys.size, keys.has('lost')]).toEqual([3, 1, false]);
    expect((await create('lost')).headers.get('idempotency-replayed')).toBe('true');
    expect(at().upstream.received).toHaveLength(3);
  });

  it('is not held to a refusal of the moment', async () => {
    at().upstream.behave = (_, response) =>
      answer(response, 429, { code: 'RATE_LIMITED', detail: 'x' }, { 'Retry-After': '1' });
    expect((await create('limited')).status).toBe(429);
    at().upstream.behave = (_, response) => answer(response, 201, creator);
    expect((await create('limited')).status).toBe(201);
  });
});
