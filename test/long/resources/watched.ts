import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createKey } from '../../../src/keys/lifecycle/create.ts';
import { openSecrets } from '../../../src/keys/open-secrets.ts';
import { listOrganizations } from '../../../src/organizations/read.ts';
import { realOutside } from '../../../src/start/outside.ts';
import { openStore } from '../../../src/store/open.ts';
import { briefAuthor } from '../../audit/authors.ts';
import { startProgram } from '../../start/program.ts';
import { figure } from '../trials.ts';

/** The program in a process of its own, as an attacker meets it, and what it costs to attack it. */
export interface Watched {
  port: number;
  key: string;
  /** Does something to it; meanwhile a polite client asks, and its memory is read. */
  during(name: string, attack: () => Promise<string>): Promise<Cost>;
  /** Megabytes in memory now. */
  memory(): Promise<number>;
  /** Sockets that it holds: connections, and a few of its own. */
  connections(): Promise<number>;
  stop(): Promise<void>;
}

interface Cost {
  /** Megabytes more than before, at the most. */
  grown: number;
  /** What the polite client was answered with, other than 200. */
  failures: string[];
  asked: number;
}

/** What is asked while an attack goes on, each 25 ms. */
const politePaths = ['/v2/whoami', '/v2/accounts?limit=5', '/v2/overview'];

export async function startWatched(): Promise<Watched> {
  const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-resources-'));
  const settings = {
    PORT: '0',
    DATA_DIR: folder,
    SECRETS_FILE: join(folder, 'secrets.json'),
    RATE_LIMIT_PER_MINUTE: '9999999',
    LOG_LEVEL: 'warn',
  };
  const program = startProgram(settings);
  const port = Number(new URL((await program.ready).url).port);
  const key = await makeKey(folder);

  async function memory(): Promise<number> {
    const status = await readFile(`/proc/${program.child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  async function connections(): Promise<number> {
    const folder = `/proc/${program.child.pid}/fd`;
    const targets = (await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => 'closed'));
    return (await Promise.all(targets)).filter((target) => target.startsWith('socket:')).length;
  }

  async function during(name: string, attack: () => Promise<string>): Promise<Cost> {
    const before = await memory();
    const polite = politeClient(port, key);
    let most = before;
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        most = Math.max(most, await memory());
        await pause(100);
      }
    })();
    const stop = async () => {
      isOver = true;
      await watching;
      return await polite.stop();
    };
    const outcome = await attack().catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    const { times, failures } = await stop();
    const grown = most - before;
    figure(
      `resources: ${name}: ${outcome}; memory ${before.toFixed(0)} → at most ${most.toFixed(0)} MB; polite client ${times.length} asked, ${failures.length} failed, p50 ${part(times, 0.5)} ms, p99 ${part(times, 0.99)} ms`,
    );
    return { grown, failures, asked: times.length };
  }

  return {
    port,
    key,
    during,
    memory,
    connections,
    async stop() {
      program.child.kill('SIGKILL');
      await program.ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** By another connection to its database, as `npm run keys` has it. */
async function makeKey(folder: string): Promise<string> {
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'creatoraudit.db') });
  const secrets = await openSecrets({ path: join(folder, 'secrets.json'), store, randomBytes });
  const context = {
    ...realOutside,
    store,
    secrets,
    author: briefAuthor(secrets),
    recovery: false,
    changed: () => undefined,
  };
  const [organization] = await listOrganizations(store);
  const wish = { organizationId: organization?.id ?? '', name: 'attacker', createdBy: 'test' };
  const { fullKey } = await createKey(context, wish);
  await store.close();
  return fullKey;
}

function politeClient(port: number, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  const failures: string[] = [];
  let isOver = false;
  const running = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      const begun = performance.now();
      const outcome = await ask(agent, port, politePaths[turn % politePaths.length] ?? '/', key);
      times.push(performance.now() - begun);
      if (outcome !== '200') failures.push(outcome);
      await pause(25);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await running;
      agent.destroy();
      return { times, failures };
    },
  };
}

function ask(agent: Agent, port: number, path: string, key: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = { Authorization: `Bearer ${key}` };
    const outgoing = request({ port, host: '127.0.0.1', path, agent, headers, timeout: 30_000 });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within 30 s')));
    outgoing.on('error', (error) => resolve(error.message));
    outgoing.on('response', async (incoming) => {
      const body = await text(incoming).catch((error: Error) => error.message);
      resolve(incoming.statusCode === 200 ? '200' : `${incoming.statusCode} ${body.slice(0, 200)}`);
    });
    outgoing.end();
  });
}

function part(times: readonly number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}
