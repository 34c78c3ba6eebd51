import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { KeyContext } from '../../src/keys/lifecycle/key-context.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { realOutside } from '../../src/start/outside.ts';
import { openStore } from '../../src/store/open.ts';
import type { StoreSetting } from '../../src/store/setting.ts';
import { briefAuthor } from '../audit/authors.ts';
import { from } from '../notify/mail-server.ts';
import { startMailbox } from '../notify/mailbox.ts';
import { startProgram } from '../start/program.ts';
import { type Running, startPostgres } from '../store/postgres-server.ts';
import { upstreamKey } from '../upstream/gateway.ts';
import { startHostile } from '../upstream/hostile.ts';
import { Dice } from './dice.ts';
import { misbehave } from './misbehave.ts';
import { openDoor } from './open-door.ts';
import { Planted } from './planted.ts';
import type { Ground } from './requests.ts';
import { createSender } from './sender.ts';
import { giveUpstreamKey, makeKeys, makeThings, password, signIn } from './set-up.ts';
import { filesIn, outputOf, receivedText, type Sink } from './sinks.ts';

export interface Campaign {
  database: 'sqlite' | 'postgres';
  /** Where the data is: here, or behind a remote API with a key of its own, or with the callers' keys. */
  data: 'own' | 'gateway' | 'passthrough';
  requests: number;
  seed: number;
}

export interface Findings {
  /** Each place where a piece of a secret was found, with what is around it. */
  found: string[];
  statuses: Map<number, number>;
  /** Requests that were answered with 500. */
  failures: string[];
  planted: number;
  /** How many bytes were looked through. */
  bytes: number;
}

/** Sends random requests with keys in them to the program, lets it fail in every way, and looks through all that it left. */
export async function runCampaign({ database, data, requests, seed }: Campaign): Promise<Findings> {
  const dice = new Dice(seed);
  const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-secrets-'));
  const postgres = database === 'postgres' ? await startPostgres() : null;
  const upstream = data === 'own' ? null : await startHostile();
  // With data of its own it does all that it can: it lets apps in, and writes mails.
  const mailbox = data === 'own' ? await startMailbox() : null;
  const metricsPort = await freePort();
  const doorPort = await freePort();
  const crashKey = `ca_live_${'Zz9'.repeat(16)}Q`;
  const setting: StoreSetting =
    postgres === null
      ? { kind: 'sqlite', file: join(folder, 'creatoraudit.db') }
      : { kind: 'postgres', url: `postgres://test@127.0.0.1:${postgres.port}/postgres` };
  const settings: Record<string, string> = {
    PORT: '0',
    DATA_DIR: folder,
    SAMPLE_DATA: 'off',
    SECRETS_FILE: join(folder, 'secrets.json'),
    LOG_LEVEL: 'trace',
    METRICS_PORT: String(metricsPort),
    AUDIT_ARGUMENTS: 'on',
    RATE_LIMIT_PER_MINUTE: '600',
    NODE_OPTIONS: '--import=./test/secrets/crash.ts',
    CRASH_KEY: crashKey,
    ...(mailbox !== null && { SMTP_URL: mailbox.url, MAIL_FROM: from, CONNECT_PORT: String(doorPort) }),
    ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
    ...(upstream !== null && { UPSTREAM_URL: `${upstream.url}/v2`, UPSTREAM_AUTH: data }),
  };
  let program = startProgram(settings);
  let { url } = await program.ready;
  const programs = [program];
  const store = await openStore(setting);
  const secrets = await openSecrets({ path: settings.SECRETS_FILE ?? '', store, randomBytes });
  const context: KeyContext = {
    ...realOutside,
    store,
    secrets,
    author: briefAuthor(secrets),
    recovery: true,
    changed: () => undefined,
  };
  const made = await makeKeys(context);
  const planted = new Planted(made.keys);
  planted.remember(crashKey);
  planted.remember(upstreamKey);
  planted.remember(password.replaceAll(' ', ''));
  if (upstream !== null) {
    // Dice of its own: when it is asked is chance, and must not change what is asked next.
    upstream.behave = misbehave(new Dice(seed));
    await giveUpstreamKey(context, made.organizationId);
  }
  const cookie = await signIn(url, program);
  // Its signature: what stands before that is in the database, and gets nobody in by itself.
  planted.remember(decodeURIComponent(cookie).split('.').at(-1) ?? '');
  const ids = await makeThings(url, made.keys[0] ?? '');
  const { organizationId: organization } = made;
  const doorUrl = `http://127.0.0.1:${doorPort}`;
  const door = mailbox === null ? null : await openDoor({ url, doorUrl, organization }, planted);
  const ground: Ground = { dice, planted, port: portOf(url), ids, cookie, organization, door };

  const { send, answers, statuses, failures } = createSender(ground);

  const restart = async (): Promise<void> => {
    program = startProgram(settings);
    programs.push(program);
    ({ url } = await program.ready);
    ground.port = portOf(url);
  };

  // All in order; then with a store that fails in each way; then a crash, and a kill in the middle.
  await send(Math.floor(requests * 0.6));
  const breaking = breakStore(setting, postgres);
  await send(Math.floor(requests * 0.25));
  await breaking;
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  program.child.kill('SIGUSR2');
  await program.ended;
  await restart();
  const killed = send(Math.floor(requests * 0.05));
  await pause(100);
  program.child.kill('SIGKILL');
  await killed;
  await restart();
  await send(requests - Math.floor(requests * 0.6) - Math.floor(requests * 0.25) - Math.floor(requests * 0.05));
  program.child.kill('SIGTERM');
  await program.ended;
  await store.close();
  await postgres?.halt();

  const sinks: Sink[] = [
    ...programs.flatMap(outputOf),
    ['metrics', metrics],
    ['answers', answers.join('\n')],
    ['mails', (mailbox?.received ?? []).map(({ raw, body }) => raw + body).join('\n')],
    ...(upstream === null ? [] : [['what the upstream got', receivedText(upstream, data === 'passthrough')] as const]),
    ...(await filesIn(folder)),
    ...(postgres === null ? [] : await filesIn(postgres.folder)),
  ];
  const found = sinks.flatMap(([name, content]) => planted.foundIn(content).map((what) => `${name}: ${what}`));
  await upstream?.stop();
  await mailbox?.stop();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
  return {
    found,
    statuses,
    failures,
    planted: planted.count,
    bytes: sinks.reduce((sum, [, { length }]) => sum + length, 0),
  };
}

/** For as long as it takes: rows that cannot be read, a lock, connections that break. */
async function breakStore(setting: StoreSetting, postgres: Running | null): Promise<void> {
  if (setting.kind === 'sqlite') {
    const other = new Database(setting.file, { timeout: 10_000 });
    other.exec(`update creators set metadata = '{broken'`);
    await pause(700);
    other.exec('begin immediate');
    await pause(1_500);
    other.exec(`commit; update creators set metadata = '{}'`);
    other.close();
    return;
  }
  await pause(300);
  await postgres?.halt();
  await pause(700);
  await postgres?.resume();
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
