import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { disableKey, setKeyScopes } from '../../src/keys/lifecycle/change.ts';
import { hostileSockets } from '../long/resources/hostile-sockets.ts';
import { headersOf, message, post } from './ask.ts';
import { type KeyName, mcpServer } from './mcp-server.ts';

const at = mcpServer();

function reference(key: KeyName) {
  return { organizationId: at().server.organizationId, keyId: at().keys[key].keyId };
}

async function connect(key: 'read' | 'write') {
  const client = new Client({ name: 'listener', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  const requestInit = { headers: { Authorization: `Bearer ${at().keys[key].fullKey}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(at().url), { requestInit }));
  return client;
}

describe('an open subscription', () => {
  it('is told when the scopes of its own key change, and nothing of other keys', async () => {
    const [mine, other] = await Promise.all([connect('write'), connect('read')]);
    let heardByOther = 0;
    other.setNotificationHandler('notifications/tools/list_changed', () => {
      heardByOther += 1;
    });
    const heard = new Promise<void>((resolve) => {
      mine.setNotificationHandler('notifications/tools/list_changed', () => resolve());
    });
    const subscription = await mine.listen({ toolsListChanged: true });
    const others = await other.listen({ toolsListChanged: true });
    expect(subscription.honoredFilter).toEqual({ toolsListChanged: true });
    // By another connection to the database, as `npm run keys` would: the server notices within a second.
    await setKeyScopes(at().server.context, reference('write'), ['read']);
    await heard;
    expect(heardByOther).toBe(0);
    await Promise.all([subscription.close(), others.close()]);
    await Promise.all([mine.close(), other.close()]);
  });

  it('ends in order when its key is revoked', async () => {
    const client = await connect('write');
    const subscription = await client.listen({ toolsListChanged: true });
    await disableKey(at().server.context, reference('write'));
    expect(await subscription.closed).toBe('graceful');
    await client.close();
  });

  it('is one of at most 16 of a key', async () => {
    const asked = {
      at: at(),
      key: 'read' as const,
      method: 'subscriptions/listen',
      params: { notifications: { toolsListChanged: true } },
    };
    const gone = new AbortController();
    const listen = () =>
      fetch(at().url, {
        method: 'POST',
        headers: headersOf(asked),
        body: JSON.stringify(message(asked)),
        signal: gone.signal,
      });
    const opened = await Promise.all(Array.from({ length: 16 }, listen));
    expect(opened.every(({ status }) => status === 200)).toBe(true);
    expect((await listen()).status).toBe(429);
    gone.abort();
    await expect.poll(async () => (await post(at().url, message(asked), headersOf(asked))).status).toBe(200);
  });

  it('is one of at most 16, also where all are asked for in one moment', async () => {
    const asked = {
      at: at(),
      key: null,
      method: 'subscriptions/listen',
      params: { notifications: { toolsListChanged: true } },
    };
    const body = JSON.stringify(message(asked));
    const headers = Object.entries(headersOf(asked)).map(([name, value]) => `${name}: ${value}\r\n`);
    const sockets = hostileSockets(Number(new URL(at().url).port));
    await sockets.open(60, () => '');
    sockets.write(
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${headers.join('')}Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    const answered = (status: number) =>
      sockets.answers().filter((answer) => answer.startsWith(`HTTP/1.1 ${status}`)).length;
    await expect.poll(() => answered(200) + answered(429), { timeout: 20_000 }).toBe(60);
    sockets.destroy();
    expect(answered(200)).toBe(16);
  });

  it('of one organization, with however many keys, leaves another its share', async () => {
    const theirs = await at().server.organization('Theirs');
    const ours = await at().server.organization('Ours');
    const gone = new AbortController();
    const listen = async (key: string) => {
      const asked = {
        at: at(),
        key: null,
        method: 'subscriptions/listen',
        params: { notifications: { toolsListChanged: true } },
        headers: { authorization: `Bearer ${key}` },
      };
      const body = JSON.stringify(message(asked));
      const sent = { method: 'POST', headers: headersOf(asked), body, signal: gone.signal };
      return (await fetch(at().url, sent)).status;
    };
    const statuses: number[] = [];
    for (let made = 0; made < 17; made += 1) {
      const key = await at().server.key({ organizationId: theirs });
      statuses.push(...(await Promise.all(Array.from({ length: 16 }, () => listen(key)))));
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(256);
    expect(statuses.filter((status) => status === 429)).toHaveLength(16);
    const own = await at().server.key({ organizationId: ours });
    expect(await Promise.all(Array.from({ length: 16 }, () => listen(own)))).toEqual(Array(16).fill(200));
    gone.abort();
  });

  it('is refused if it does not say what to listen for', async () => {
    const asked = { at: at(), key: 'read' as const, method: 'subscriptions/listen', params: {} };
    const response = await post(at().url, message(asked), headersOf(asked));
    expect(await response.json()).toMatchObject({ error: { code: -32602 } });
  });
});
