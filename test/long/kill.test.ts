import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, inject, it } from 'vitest';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { listOrganizations } from '../../src/organizations/read.ts';
import { realOutside } from '../../src/start/outside.ts';
import { openStore } from '../../src/store/open.ts';
import { matchText } from '../../src/store/search.ts';
import type { StoreSetting } from '../../src/store/setting.ts';
import { openForReading } from '../../src/store/sqlite-file.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { briefAuthor, verdictOn } from '../audit/authors.ts';
import { Dice } from '../secrets/dice.ts';
import { call } from '../server/wire.ts';
import { startProgram } from '../start/program.ts';
import { emptyDatabase } from '../store/open-test-store.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { figure, runTrials } from './trials.ts';

/** What the program has said is done. */
class Acknowledged {
  readonly accounts = new Map<string, string>();
  readonly deleted = new Set<string>();
  /** Writes that nobody knows of whether they were done: they were under way when the program was killed. */
  readonly unknown = new Set<string>();
  count = 0;
}

/**
 * Adds, changes, links and deletes accounts, each of which is refreshed meanwhile, until the program is gone. A 503 says
 * that nothing was done, as where PostgreSQL has ended a deadlock: that has to be true too.
 */
async function write(url: string, key: string, known: Acknowledged, name: string, dialect: Dialect): Promise<void> {
  const right = dialect === 'postgres' ? [503] : [];
  let refused = 0;
  const isDone = (status: number, done: number): boolean => {
    expect([done, ...right]).toContain(status);
    if (status === done) known.count += 1;
    else refused += 1;
    // Deadlocks are few.
    expect(refused).toBeLessThan(5);
    return status === done;
  };
  for (let i = 0; ; i++) {
    const platform = i % 2 === 0 ? 'tiktok' : 'instagram';
    const made = await call(url, 'POST', '/v2/accounts', { key, body: { platform, username: `${name}.${i}` } });
    if (!isDone(made.status, 201)) continue;
    const { id } = made.body.data;
    known.accounts.set(id, 'none');
    known.unknown.add(id);
    const patch = { metadata: { round: `${name}.${i}` } };
    const patched = await call(url, 'PATCH', `/v2/accounts/${id}`, { key, body: patch });
    if (isDone(patched.status, 200)) known.accounts.set(id, `${name}.${i}`);
    const creator = await call(url, 'POST', '/v2/creators', { key, body: { name: `${name}.${i}` } });
    if (isDone(creator.status, 201)) {
      const link = `/v2/creators/${creator.body.data.id}/accounts/${id}`;
      isDone((await call(url, 'PUT', link, { key })).status, 201);
    }
    if (i % 3 === 2 && isDone((await call(url, 'DELETE', `/v2/accounts/${id}`, { key })).status, 204)) {
      known.deleted.add(id);
    }
    known.unknown.delete(id);
  }
}

/** PostgreSQL may still be at a statement whose client is gone. */
async function nothingUnderWay({ dialect, read }: Store): Promise<void> {
  if (dialect === 'sqlite') return;
  const others = sql<{ busy: string }>`select count(*) as busy from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'`;
  await expect.poll(async () => Number((await others.execute(read)).rows[0]?.busy)).toBe(0);
}

async function expectKept(store: Store, setting: StoreSetting, known: Acknowledged): Promise<void> {
  if (setting.kind === 'sqlite') {
    // By a connection of its own: FTS5's check looks at what an older connection remembers of its index.
    const file = openForReading(setting.file, 5_000);
    expect(file.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    file.close();
  }
  const rows = await store.read.selectFrom('accounts').select(['id', 'metadata']).execute();
  const kept = new Map(rows.map(({ id, metadata }) => [id, JSON.parse(metadata).round ?? 'none']));
  for (const [id, round] of known.accounts) {
    const found = kept.get(id);
    if (!known.unknown.has(id)) expect([id, found]).toEqual([id, known.deleted.has(id) ? undefined : round]);
    // Either was right, and stays from now on.
    else if (found === undefined) known.deleted.add(id);
    else known.accounts.set(id, found);
  }
  known.unknown.clear();
  expect(await rollupDifferences(store)).toEqual([]);
  expect(await unfindable(store)).toEqual([]);
}

/** Accounts that the text index does not find, by three characters or by two; asked by a connection that others wrote beside. */
async function unfindable(store: Store): Promise<string[]> {
  const rows = await store.read.selectFrom('accounts').select(['id', 'username']).execute();
  const lost: string[] = [];
  for (const q of ['t0w', 't1w', 'w1']) {
    const { condition } = await matchText(store, 'accounts', q);
    const found = await store.read.selectFrom('accounts').select('id').where(condition).execute();
    const ids = new Set(found.map(({ id }) => id));
    lost.push(
      ...rows.filter(({ id, username }) => username.includes(q) !== ids.has(id)).map(({ username }) => username),
    );
  }
  return lost;
}

describe.each([
  ['sqlite', 60],
  ['postgres', 40],
] as const)('SIGKILL on %s', (dialect, most) => {
  it('in random moments of writes and refreshes loses nothing that was acknowledged, and leaves every sum right', async () => {
    const database = await emptyDatabase(dialect);
    const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-kill-'));
    const setting: StoreSetting =
      database.setting.kind === 'sqlite' ? { kind: 'sqlite', file: join(folder, 'creatoraudit.db') } : database.setting;
    const settings = {
      PORT: '0',
      DATA_DIR: folder,
      SECRETS_FILE: join(folder, 'secrets.json'),
      RATE_LIMIT_PER_MINUTE: '1000000',
      ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
    };
    const first = startProgram(settings);
    await first.ready;
    first.child.kill('SIGTERM');
    await first.ended;
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
    const wish = { organizationId: organization?.id ?? '', name: 'writer', createdBy: 'test' };
    const { fullKey: key } = await createKey(context, wish);
    const known = new Acknowledged();
    const dice = new Dice(inject('longSeed'));

    const trials = await runTrials({ name: `SIGKILL on ${dialect}`, least: 3, most, share: 0.13 }, async (index) => {
      const program = startProgram(settings);
      const { url } = await program.ready;
      let isOver = false;
      const writers = [1, 2, 3].map((n) => write(url, key, known, `t${index}w${n}`, dialect));
      const writing = Promise.allSettled(writers).finally(() => {
        isOver = true;
      });
      const [before, wanted] = [known.count, 1 + dice.below(29)];
      while (!isOver && known.count < before + wanted) await pause(2);
      await pause(dice.below(40));
      program.child.kill('SIGKILL');
      await program.ended;
      for (const end of await writing) {
        const reason = end.status === 'rejected' ? String(end.reason) : '';
        // The connection broke; anything else is a wrong answer.
        expect(reason).toMatch(/ECONNRE|socket hang up|EPIPE|terminated|aborted/i);
      }
      await nothingUnderWay(store);
      await expectKept(store, setting, known);
    });

    expect(await verdictOn(store, secrets)).toMatchObject({ kind: 'whole' });
    const last = startProgram(settings);
    await last.ready;
    last.child.kill('SIGTERM');
    expect(await last.ended).toEqual({ code: 0, signal: null });
    const verdict = await verdictOn(store, secrets);
    // Each killed process is written down as one that ended without its shutdown.
    expect(verdict.kind === 'whole' && verdict.lost.length).toBe(trials);
    figure(`SIGKILL on ${dialect}: ${known.count} acknowledged writes, none lost; ${trials} crashes written down`);
    await store.close();
    await rm(folder, { recursive: true, force: true });
    await database.remove();
  });
});
