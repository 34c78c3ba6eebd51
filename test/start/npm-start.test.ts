import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatoraudit-npm-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The PATH as people have it, with the machine's own npm and Node: npm itself puts ours in front. */
const path = (process.env.PATH ?? '').split(delimiter).filter((part) => !part.includes('node_modules'));

/** `npm start` as the head of a process group of its own, as a shell starts it. */
async function npmStart(settings: Record<string, string> = {}, args: string[] = []) {
  const env = { PATH: path.join(delimiter), HOME: folder, PORT: '0', SAMPLE_DATA: 'off', ...settings };
  const npm = spawn('npm', ['start', ...args], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const group = npm.pid ?? 0;
  expect(group).toBeGreaterThan(1);
  const isLeft = () => {
    try {
      return process.kill(-group, 0);
    } catch {
      return false;
    }
  };
  onTestFinished(() => {
    if (isLeft()) process.kill(-group, 'SIGKILL');
  });
  let out = '';
  const ready = Promise.withResolvers<string>();
  npm.stdout.on('data', (chunk) => {
    out += String(chunk);
    const url = /^ {2}API {3}(http:\S+)\/v2$/m.exec(out)?.[1];
    if (url !== undefined && /^ {2}MCP .*\n/m.test(out)) ready.resolve(url);
  });
  npm.stderr.on('data', (chunk) => {
    out += String(chunk);
  });
  const ended = once(npm, 'close').then(([code, signal]) => {
    ready.reject(new Error(`ended with ${code ?? signal}: ${out}`));
    return { code, signal };
  });
  return { url: await ready.promise, npm: group, ended, isLeft, out: () => out };
}

/** A request that is under way until its body comes: it holds a server that ends in order. */
async function heldRequest(url: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  const head = ['POST /mcp HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', 'Content-Length: 2'];
  socket.write(`${head.join('\r\n')}\r\nExpect: 100-continue\r\n\r\n`);
  // It is being read.
  await once(socket, 'data');
  return socket;
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it.each([
    ['SIGTERM', 'npm'],
    ['SIGINT', 'npm'],
    ['SIGTERM', 'the group'],
    ['SIGINT', 'the group'],
  ] as const)('ends in order by %s to %s, and leaves no process behind', async (signal, to) => {
    const started = await npmStart({ DATA_DIR: join(folder, `${signal}-${to}`) });
    const held = await heldRequest(started.url);
    process.kill(to === 'npm' ? started.npm : -started.npm, signal);
    // Health says so first; a server that ends at once would cut the request.
    await expect.poll(async () => (await fetch(`${started.url}/v2/health`)).status, { timeout: 10_000 }).toBe(503);
    held.write('{}');
    await once(held, 'data');
    held.destroy();
    expect(await started.ended).toEqual({ code: 0, signal: null });
    expect(started.isLeft()).toBe(false);
  });

  it('ends on the spot by a signal that comes later', async () => {
    const started = await npmStart({ DATA_DIR: join(folder, 'twice') });
    const held = await heldRequest(started.url);
    process.kill(started.npm, 'SIGTERM');
    const begun = performance.now();
    await expect.poll(() => performance.now() - begun, { timeout: 10_000 }).toBeGreaterThan(1_100);
    process.kill(started.npm, 'SIGTERM');
    expect(await started.ended).toEqual({ code: 130, signal: null });
    expect([started.isLeft(), performance.now() - begun < 9_000]).toEqual([false, true]);
    held.destroy();
  });

  it('hands its arguments on', async () => {
    const dataDir = join(folder, 'anew');
    const first = await npmStart({ DATA_DIR: dataDir });
    process.kill(first.npm, 'SIGTERM');
    await first.ended;
    await rm(join(dataDir, 'creatoraudit.db'));
    await expect(npmStart({ DATA_DIR: dataDir })).rejects.toThrow(/npm start -- --new-database/);
    const anew = await npmStart({ DATA_DIR: dataDir }, ['--', '--new-database']);
    process.kill(anew.npm, 'SIGTERM');
    expect(await anew.ended).toEqual({ code: 0, signal: null });
  });
});

it('Windows, which has no exec, is given one', async () => {
  expect(JSON.parse(await readFile('package.json', 'utf8')).scripts.start).toMatch(/^exec node /);
  expect(await readFile('exec.cmd', 'utf8')).toMatch(/^@%\*$/m);
});
