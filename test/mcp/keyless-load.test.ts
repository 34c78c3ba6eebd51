import { describe, expect, it } from 'vitest';
import { headersOf, message, post } from './ask.ts';
import { mcpServer } from './mcp-server.ts';

const at = mcpServer({ TRUST_PROXY: 'on' });
const list = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/list' });
const ping = (id: number) => ({ jsonrpc: '2.0', id, method: 'ping' });
const many = (size: number, make: (id: number) => object) => Array.from({ length: size }, (_, id) => make(id));

function from(address: string, body: unknown, key: 'read' | null = null) {
  const headers = headersOf({ at: at(), key, era: 'legacy', method: 'ping' });
  return post(at().url, body, { ...headers, 'X-Forwarded-For': address });
}

describe('somebody without a key', () => {
  it('gets no more than 256 KB for a batch, and is told what to do', async () => {
    at().server.freshMinute();
    const small = await from('203.0.113.1', many(5, list));
    expect(small.status).toBe(200);
    expect(await small.json()).toHaveLength(5);
    const large = await from('203.0.113.1', many(50, list));
    const text = await large.text();
    expect([large.status, JSON.parse(text).code]).toEqual([422, 'VALIDATION_ERROR']);
    expect(JSON.parse(text).detail).toMatch(/256 KB.*fewer.*key/);
    expect(text.length).toBeLessThan(2_000);
    // With a key it is somebody's limit that it counts against.
    expect((await from('203.0.113.1', many(50, list), 'read')).status).toBe(200);
  });

  it('may send 600 messages a minute from an address, in whichever way they are put together', async () => {
    at().server.freshMinute();
    for (let sent = 0; sent < 600; sent += 50) expect((await from('203.0.113.2', many(50, ping))).status).toBe(200);
    const over = await from('203.0.113.2', ping(1));
    expect([over.status, Number(over.headers.get('retry-after')) >= 1]).toEqual([429, true]);
    for (const rest of [list(1), { jsonrpc: '2.0', method: 'notifications/initialized' }, 'no message', [ping(1)]]) {
      expect((await from('203.0.113.2', rest)).status).toBe(429);
    }
    // Notifications count too: each is read and answered.
    for (let sent = 0; sent < 600; sent += 50) {
      const notes = many(50, () => ({ jsonrpc: '2.0', method: 'notifications/initialized' }));
      expect((await from('203.0.113.3', notes)).status).toBe(202);
    }
    expect((await from('203.0.113.3', ping(1))).status).toBe(429);
    // Another address, and a key at the same one, go on.
    expect((await from('203.0.113.4', ping(1))).status).toBe(200);
    expect((await from('203.0.113.2', ping(1), 'read')).status).toBe(200);
    // One customer has a whole /64.
    for (let sent = 0; sent < 12; sent += 1) await from(`2001:db8:1:2::${sent}`, many(50, ping));
    expect((await from('2001:db8:1:2:ffff::1', ping(1))).status).toBe(429);
    expect((await from('2001:db8:1:3::1', ping(1))).status).toBe(200);
    at().server.freshMinute();
    expect((await from('203.0.113.2', ping(1))).status).toBe(200);
  });

  it('has a share of subscriptions that leaves those with a key theirs', async () => {
    at().server.freshMinute();
    const gone = new AbortController();
    const listen = (address: string, key: 'read' | null) => {
      const asked = {
        at: at(),
        key,
        method: 'subscriptions/listen',
        params: { notifications: { toolsListChanged: true } },
      };
      return fetch(at().url, {
        method: 'POST',
        headers: { ...headersOf(asked), 'X-Forwarded-For': address },
        body: JSON.stringify(message(asked)),
        signal: gone.signal,
      });
    };
    const statuses: number[] = [];
    for (let address = 0; address < 10; address += 1) {
      const opened = await Promise.all(many(16, () => ({})).map(() => listen(`203.0.113.${100 + address}`, null)));
      statuses.push(...opened.map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(128);
    expect((await listen('203.0.113.200', 'read')).status).toBe(200);
    gone.abort();
  });
});
