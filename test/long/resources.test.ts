import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { call } from '../server/wire.ts';
import { hostileSockets } from './resources/hostile-sockets.ts';
import { startWatched, type Watched } from './resources/watched.ts';

/** Far more than any of this should take, and far less than what would end a small machine. */
const mostGrown = 300;

const line = (method: string, path: string) => `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
const keyed = ({ key }: Watched) => `Authorization: Bearer ${key}\r\n`;

/** Each on a program of its own, so that a figure is of one attack. */
async function withstands(name: string, attack: (watched: Watched) => Promise<string>): Promise<void> {
  const watched = await startWatched();
  try {
    const { grown, failures, asked } = await watched.during(name, () => attack(watched));
    expect(failures).toEqual([]);
    expect(asked).toBeGreaterThan(0);
    expect(grown).toBeLessThan(mostGrown);
  } finally {
    await watched.stop();
  }
}

describe('memory is bounded and others are served with', () => {
  it('10,000 connections that say nothing, or as many as this system lets one process have', async (test) => {
    const count = Math.min(10_000, (await openFilesAllowed()) - 6_000);
    if (count < 1_000) test.skip('This system allows too few open files (ulimit -Hn).');
    await withstands('idle connections', async (watched) => {
      const sockets = hostileSockets(watched.port);
      await sockets.open(count, () => '');
      const seconds = await sockets.allEnded(60);
      return `${sockets.opened} opened, all ended after ${seconds.toFixed(0)} s`;
    });
  });

  it('header bombs: too many and too large', async () => {
    await withstands('2,000 header bombs', async (watched) => {
      const sockets = hostileSockets(watched.port);
      const many = `${line('GET', '/v2/health')}${'a:\r\n'.repeat(3_900)}Connection: close\r\n\r\n`;
      const large = `${line('GET', '/v2/health')}X: ${'x'.repeat(5_000_000)}`;
      await sockets.open(1_900, () => many);
      await sockets.open(100, () => large);
      const seconds = await sockets.allEnded(30);
      return `all ended after ${seconds.toFixed(0)} s`;
    });
  });

  it('compressed bombs', async () => {
    await withstands('200 compressed bombs of 100 MB', async (watched) => {
      const bomb = gzipSync(Buffer.alloc(100_000_000));
      const sockets = hostileSockets(watched.port);
      for (const path of ['/v2/videos/deltas', '/mcp']) {
        const head = `${line('POST', path)}${keyed(watched)}Content-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: ${bomb.length}\r\n\r\n`;
        await sockets.open(100, () => Buffer.concat([Buffer.from(head), bomb]));
      }
      await sockets.allEnded(30);
      const refused = sockets.answers().filter((answer) => answer.startsWith('HTTP/1.1 415')).length;
      expect(refused).toBe(200);
      return `${refused} answered with 415`;
    });
  });

  it('50 connections that ask for a flood of large answers and read none', async () => {
    await withstands('50 floods of pipelined requests', async (watched) => {
      const sockets = hostileSockets(watched.port, { reads: false });
      const paths = ['/v2/openapi.json', '/v2/docs', '/v2/accounts?limit=200', '/v2/account-videos?limit=200'];
      const flood = paths.map((path) => `${line('GET', path)}${keyed(watched)}\r\n`).join('');
      const before = await watched.connections();
      await sockets.open(50, () => flood.repeat(300));
      // It has taken them by then, if it takes any.
      await pause(1_000);
      const seconds = await connectionsBackTo(watched, before, 30);
      sockets.destroy();
      return `all ended after ${seconds.toFixed(0)} s`;
    });
  });

  it('more subscriptions than there is room for', async () => {
    await withstands('200 subscriptions asked for', async (watched) => {
      const sockets = hostileSockets(watched.port);
      const params = { notifications: { toolsListChanged: true }, _meta: envelope };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params });
      const head = `${line('POST', '/mcp')}${keyed(watched)}Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      await sockets.open(200, () => head);
      const refused = () => sockets.answers().filter((answer) => answer.startsWith('HTTP/1.1 429')).length;
      await until(60, async () => refused() >= 184);
      const open = sockets.answers().filter((answer) => answer.startsWith('HTTP/1.1 200')).length;
      await pause(2_000);
      sockets.destroy();
      return `${open} open, the others answered with 429`;
    });
  });
});

// Most of it is waiting for a deadline of the server's.
describe.concurrent('connections are ended, memory is bounded and others are served with', () => {
  it('1,000 requests whose headers drip', async () => {
    await withstands('1,000 dripping headers', async (watched) => {
      const sockets = hostileSockets(watched.port);
      await sockets.open(1_000, () => line('GET', '/v2/health'));
      const dripping = setInterval(() => sockets.write('X: 1\r\n'), 500);
      const seconds = await sockets.allEnded(30).finally(() => clearInterval(dripping));
      return `all ended after ${seconds.toFixed(0)} s`;
    });
  });

  it('1,000 bodies that drip', async () => {
    await withstands('1,000 dripping bodies', async (watched) => {
      const sockets = hostileSockets(watched.port);
      const head = `${line('POST', '/v2/videos/deltas')}${keyed(watched)}Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n`;
      await sockets.open(1_000, () => head);
      const dripping = setInterval(() => sockets.write(' '), 500);
      const seconds = await sockets.allEnded(60).finally(() => clearInterval(dripping));
      return `all ended after ${seconds.toFixed(0)} s`;
    });
  });

  it('200 bodies without end, taken and not taken', async () => {
    await withstands('200 chunked bodies without end', async (watched) => {
      const sockets = hostileSockets(watched.port);
      const targets = [
        line('POST', '/v2/videos/deltas') + keyed(watched),
        line('POST', '/mcp') + keyed(watched),
        line('GET', '/v2/health'),
        line('POST', '/nothing'),
      ];
      await sockets.open(
        200,
        (index) => `${targets[index % 4]}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      const chunk = Buffer.from(`4000\r\n${' '.repeat(0x4000)}\r\n`);
      let sent = 0;
      const flooding = setInterval(() => {
        sent += sockets.alive * chunk.length;
        sockets.write(chunk);
      }, 100);
      const seconds = await sockets.allEnded(60).finally(() => clearInterval(flooding));
      return `${(sent / 1e6).toFixed(0)} MB offered, all ended after ${seconds.toFixed(0)} s`;
    });
  });

  it('10 connections that ask for a few answers of a megabyte and read none', async () => {
    await withstands('10 clients that do not read', async (watched) => {
      await trackLargeAccounts(watched);
      const sockets = hostileSockets(watched.port, { reads: false });
      const before = await watched.connections();
      // More than what the system takes for a client that does not: a part waits in the program.
      const few = `${line('GET', '/v2/accounts?limit=200')}${keyed(watched)}\r\n`.repeat(8);
      await sockets.open(10, () => few);
      await until(60, async () => (await watched.connections()) >= before + 9);
      const seconds = await connectionsBackTo(watched, before, 120);
      sockets.destroy();
      return `all ended after ${seconds.toFixed(0)} s`;
    });
  });
});

/** Node raises its own limit to this one; the attacks beside it need some too. */
async function openFilesAllowed(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8');
  return Number(/^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1] ?? 1_000_000);
}

/** A hundred with all the metadata that one may have. */
async function trackLargeAccounts({ port, key }: Watched): Promise<void> {
  const metadata = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`${at}${'k'.repeat(250)}`, 'v'.repeat(255)]),
  );
  for (let at = 0; at < 100; at += 1) {
    const body = { platform: 'instagram', username: `large.${at}`, is_active: false, metadata };
    const { status } = await call(`http://127.0.0.1:${port}`, 'POST', '/v2/accounts', { key, body });
    expect(status).toBe(201);
  }
}

/** Waits for what no event tells. */
async function until(seconds: number, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`still not so after ${seconds} s`);
    await pause(250);
  }
}

/** By the server's own count, since who does not read does not see the end either. */
async function connectionsBackTo(watched: Watched, before: number, seconds: number): Promise<number> {
  const begun = performance.now();
  await until(seconds, async () => (await watched.connections()) <= before + 2);
  return (performance.now() - begun) / 1000;
}

const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'c', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
