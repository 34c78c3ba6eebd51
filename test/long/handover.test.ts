import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { listOrganizations } from '../../src/organizations/read.ts';
import { realOutside } from '../../src/start/outside.ts';
import { openStore } from '../../src/store/open.ts';
import type { StoreSetting } from '../../src/store/setting.ts';
import { briefAuthor, verdictOn } from '../audit/authors.ts';
import { type Program, startProgram } from '../start/program.ts';
import { emptyDatabase } from '../store/open-test-store.ts';
import { figure, runTrials } from './trials.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

async function ask(url: string, method: string, path: string, key: string, body: object): Promise<number> {
  const sent = JSON.stringify(body);
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Content-Length': sent.length };
  const outgoing = request(url + path, { method, agent, headers });
  outgoing.end(sent);
  const [incoming] = await once(outgoing, 'response');
  await text(incoming);
  return incoming.statusCode;
}

/** What a client counts, that asks one process and, where that fails, once more another. */
interface Counted {
  asked: number;
  retried: number;
  failed: string[];
  created: number;
}

const rpc = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_creators', arguments: { limit: 1 } } };

async function work(urls: () => readonly [string, string], key: string, done: () => boolean, count: Counted) {
  for (let i = 0; !done(); i++) {
    const [method, path, body] =
      i % 3 === 0 ? (['POST', '/v2/creators', { name: `c${i}` }] as const) : (['POST', '/mcp', rpc] as const);
    const [first, second] = urls();
    count.asked += 1;
    const one = await ask(first, method, path, key, body).catch((error: unknown) => String(error));
    if (typeof one === 'number' && one < 500) {
      if (one === 201) count.created += 1;
      continue;
    }
    count.retried += 1;
    const two = await ask(second, method, path, key, body).catch((error: unknown) => String(error));
    if (two === 201) count.created += 1;
    if (typeof two !== 'number' || two >= 400) count.failed.push(`${path}: ${one}, then ${two}`);
  }
}

describe.each(['sqlite', 'postgres'] as const)('SIGTERM under load on %s', (dialect) => {
  it('fails no call of a client that asks another process once more, and loses no row of the trail', async () => {
    const database = await emptyDatabase(dialect);
    const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-handover-'));
    const setting: StoreSetting =
      database.setting.kind === 'sqlite' ? { kind: 'sqlite', file: join(folder, 'creatoraudit.db') } : database.setting;
    const settings = {
      PORT: '0',
      DATA_DIR: folder,
      SAMPLE_DATA: 'off',
      SECRETS_FILE: join(folder, 'secrets.json'),
      RATE_LIMIT_PER_MINUTE: '9999999',
      ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
    };
    const start = async (): Promise<{ program: Program; url: string }> => {
      const program = startProgram(settings);
      return { program, ...(await program.ready) };
    };
    let [a, b] = [await start(), await start()];
    const store = await openStore(setting);
    const secrets = await openSecrets({ path: settings.SECRETS_FILE, store, randomBytes });
    const [organization] = await listOrganizations(store);
    const context = {
      ...realOutside,
      store,
      secrets,
      author: briefAuthor(secrets),
      recovery: false,
      changed: () => undefined,
    };
    const wish = { organizationId: organization?.id ?? '', name: 'loader', createdBy: 'test' };
    const { fullKey: key } = await createKey(context, wish);

    const count: Counted = { asked: 0, retried: 0, failed: [], created: 0 };
    let isDone = false;
    const workers = [0, 1, 2, 3, 4, 5].map((n) =>
      work(
        () => (n % 2 === 0 ? [a.url, b.url] : [b.url, a.url]),
        key,
        () => isDone,
        count,
      ),
    );
    const trials = await runTrials(
      { name: `SIGTERM under load on ${dialect}`, least: 2, most: 20, share: 0.06 },
      async () => {
        const asked = count.asked;
        while (count.asked < asked + 60) await pause(5);
        const ending = a;
        ending.program.child.kill('SIGTERM');
        const said = await readiness(ending.url, ending.program);
        expect(await ending.program.ended).toEqual({ code: 0, signal: null });
        // Health says it first, as long as there is anybody to say it.
        expect(said.filter((status) => status !== 503 && status !== 200)).toEqual([]);
        a = b;
        b = await start();
      },
    );
    isDone = true;
    await Promise.all(workers);
    expect(count.failed).toEqual([]);

    for (const { program } of [a, b]) {
      program.child.kill('SIGTERM');
      expect(await program.ended).toEqual({ code: 0, signal: null });
    }
    const verdict = await verdictOn(store, secrets);
    expect(verdict).toMatchObject({ kind: 'whole', lost: [], waiting: 0 });
    const { calls } = await store.read
      .selectFrom('audit_events')
      .select((row) => row.fn.countAll<number>().as('calls'))
      .where('event', 'like', 'call.%')
      .where('outcome', '=', 'ok')
      .executeTakeFirstOrThrow();
    // A call whose answer did not reach the client is in the trail too: so at least those that did.
    expect(Number(calls)).toBeGreaterThanOrEqual(count.asked);
    const used = await store.read
      .selectFrom('api_keys')
      .select('last_used_at')
      .where('name', '=', 'loader')
      .executeTakeFirstOrThrow();
    expect(Date.now() - Date.parse(used.last_used_at ?? '')).toBeLessThan(60_000);
    const { made } = await store.read
      .selectFrom('creators')
      .select((row) => row.fn.countAll<number>().as('made'))
      .executeTakeFirstOrThrow();
    expect(Number(made)).toBeGreaterThanOrEqual(count.created);
    figure(
      `SIGTERM under load on ${dialect}: ${count.asked} calls over ${trials} shutdowns, ${count.retried} asked once more, 0 failed`,
    );
    await store.close();
    await rm(folder, { recursive: true, force: true });
    await database.remove();
  });
});

/** What health says until the process is gone. */
async function readiness(url: string, { child }: Program): Promise<number[]> {
  const said: number[] = [];
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/v2/health`).catch(() => null);
    if (answer !== null) said.push(answer.status);
    await answer?.arrayBuffer();
    await pause(5);
  }
  return said;
}
