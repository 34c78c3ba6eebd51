import { describe, expect, it } from 'vitest';
import { ask, callTool, headersOf, post } from './ask.ts';
import { mcpServer } from './mcp-server.ts';

const limit = 30;
const at = mcpServer({ RATE_LIMIT_PER_MINUTE: String(limit) });
const eras = ['legacy', 'modern'] as const;
const ping = (id: number) => ({ jsonrpc: '2.0', id, method: 'ping' });
const batch = (size: number) =>
  post(
    at().url,
    Array.from({ length: size }, (_, id) => ping(id)),
    headersOf({ at: at(), key: 'read', era: 'legacy', method: 'ping' }),
  );

describe('over the rate limit', () => {
  it.each(eras)('a tool call gets a tool error, all else 429 (%s)', async (era) => {
    at().server.freshMinute();
    for (let used = 0; used < limit; used += 1) await ask({ at: at(), era, method: 'tools/list' });
    const { structure, headers } = await callTool({ at: at(), era, name: 'get_overview' });
    expect(structure).toMatchObject({ code: 'RATE_LIMITED', retry_after_seconds: expect.any(Number) });
    expect(Number(headers.get('retry-after'))).toBe(structure.retry_after_seconds);
    expect(structure.retry_after_seconds).toBeGreaterThanOrEqual(1);
    const listing = await ask({ at: at(), era, method: 'tools/list' });
    expect([listing.status, listing.body.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(listing.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  it('a batch counts by its requests', async () => {
    at().server.freshMinute();
    expect((await batch(limit - 10)).status).toBe(200);
    expect((await batch(12)).status).toBe(429);
  });
});
