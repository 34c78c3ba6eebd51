import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { earlierSeal } from '../../src/audit/seals.ts';
import { trailKeysOf } from '../../src/audit/trail-keys.ts';
import { findSecrets } from '../../src/keys/open-secrets.ts';
import { openStore } from '../../src/store/open.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { dataOf, run } from '../cli/command-line.ts';
import { call } from '../server/wire.ts';
import { startProgram } from '../start/program.ts';
import { emptyDatabase } from '../store/open-test-store.ts';
import { chainRows, cutAfter, rechain, slipIn, swallow } from './forger.ts';

const rpc = (name: string) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } });

interface Installation {
  settings: Record<string, string>;
  /** The database alone. */
  store: Store;
  url: () => string;
  /** Another call of the agent, with its row in the chain. */
  works(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The program in a process of its own, with a key by whose calls the trail has grown. */
async function installation(dialect: Dialect): Promise<Installation> {
  const { folder, setting, remove } = await emptyDatabase(dialect);
  const settings: Record<string, string> = {
    PORT: '0',
    DATA_DIR: folder,
    SECRETS_FILE: join(folder, 'secrets.json'),
    SAMPLE_DATA: 'off',
    LOG_LEVEL: 'error',
    ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
  };
  let program = startProgram(settings);
  let { url } = await program.ready;
  const end = async () => {
    program.child.kill('SIGTERM');
    await program.ended;
  };
  const file = join(folder, 'creatoraudit.db');
  const store = await openStore(setting.kind === 'sqlite' ? { kind: 'sqlite', file } : setting);
  onTestFinished(async () => {
    await end();
    await store.close();
    await remove();
  });
  const made = await run('keys', ['create', '--name', 'agent'], settings);
  expect([made.code, made.stderr]).toEqual([0, '']);
  const key = made.stdout.trim();
  const placedCalls = async () => (await chainRows(store)).filter(({ event }) => event === 'call.tool').length;
  const works = async () => {
    const before = await placedCalls();
    expect((await call(url, 'POST', '/mcp', { key, body: rpc('get_overview') })).status).toBe(200);
    await expect.poll(placedCalls, { timeout: 10_000 }).toBe(before + 1);
  };
  for (let round = 0; round < 3; round++) await works();
  return {
    settings,
    store,
    url: () => url,
    works,
    stop: end,
    restart: async () => {
      program = startProgram(settings);
      ({ url } = await program.ready);
    },
  };
}

interface Said {
  code: number;
  kinds: string[];
  text: string;
}

async function verified({ settings }: Installation, args: readonly string[] = []): Promise<Said> {
  const json = await run('audit', ['verify', '--json', ...args], settings);
  const text = await run('audit', ['verify', ...args], settings);
  const verdict = dataOf(json);
  const faults =
    typeof verdict === 'object' && verdict !== null && 'faults' in verdict && Array.isArray(verdict.faults)
      ? verdict.faults
      : [];
  return { code: text.code, kinds: [...new Set(faults.map(({ kind }) => String(kind)))].sort(), text: text.stdout };
}

/** Until the server has placed all that waits. */
async function nothingWaits({ store }: Installation): Promise<void> {
  const waiting = () => store.read.selectFrom('audit_pending').select('id').execute();
  await expect.poll(waiting, { timeout: 10_000 }).toEqual([]);
}

/** Makes a trail what an earlier version, which ran on the same secrets, would have left. Answers its last row. */
async function asFromBefore({ store, settings: { DATA_DIR = '', SECRETS_FILE = '' } }: Installation) {
  const bare = { writer: null, writer_number: null, mac: null };
  await rechain(
    store,
    (await chainRows(store)).map((row) => ({ ...row, ...bare })),
  );
  const last = (await chainRows(store)).at(-1);
  const secrets = await findSecrets({ path: SECRETS_FILE, store });
  if (last === undefined || secrets === null) throw new Error('nothing was written');
  const seal = earlierSeal(trailKeysOf(secrets).sealKey, last);
  await store.write.updateTable('audit_events').set({ seal }).where('seq', '=', last.seq).execute();
  await rm(join(DATA_DIR, 'audit-end.json'));
  return last;
}

describe.each(['sqlite', 'postgres'] as const)('whoever has only the database on %s', (dialect) => {
  it('is not seen in a trail that nobody touched, through a restart', async () => {
    const at = await installation(dialect);
    const first = await verified(at);
    expect(first).toMatchObject({ code: 0, kinds: [] });
    expect(first.text).toMatch(/All rows are authenticated, since row 1: .*\n(.*\n)*.*this machine keeps: row \d+/);
    await at.stop();
    await at.restart();
    await at.works();
    expect(await verified(at)).toMatchObject({ code: 0, kinds: [] });
    await at.stop();
    expect(await verified(at)).toMatchObject({ code: 0, kinds: [] });
  });

  it('frames nobody: a row that the server seals is one that no process wrote', async () => {
    const at = await installation(dialect);
    const real = (await chainRows(at.store)).find(({ event }) => event === 'call.tool');
    const framed = { at: new Date().toISOString(), organization_id: real?.organization_id, facts: '{}' };
    await slipIn(at.store, { id: randomUUID(), ...framed, event: 'key.deleted', key_id: real?.key_id });
    await nothingWaits(at);
    const said = await verified(at);
    expect(said).toMatchObject({ code: 1, kinds: ['framed'] });
    expect(said.text).toContain('key.deleted: no process of ours says that it wrote it');
  });

  it('frames nobody with the code of another row, nor with that row once more', async () => {
    const at = await installation(dialect);
    const real = (await chainRows(at.store)).find(({ event }) => event === 'call.tool');
    const { seq: _seq, hash: _hash, seal: _seal, ...copy } = real ?? {};
    await slipIn(at.store, { ...copy, id: randomUUID(), operation: 'delete_creator' });
    await slipIn(at.store, { ...copy, id: randomUUID(), writer_number: 4_000 });
    await nothingWaits(at);
    expect(await verified(at)).toMatchObject({ code: 1, kinds: ['framed'] });
    await slipIn(at.store, { ...copy, id: randomUUID() });
    await nothingWaits(at);
    expect(await verified(at)).toMatchObject({ code: 1, kinds: ['framed', 'repeated'] });
  });

  it('removes no row while it waits', async () => {
    const at = await installation(dialect);
    await swallow(at.store, 'organization.changed');
    expect((await run('org', ['rename', 'Other'], at.settings)).code).toBe(0);
    const said = await verified(at);
    expect(said).toMatchObject({ code: 1, kinds: ['removed'] });
    expect(said.text).toMatch(/of process [\w-]+ the rows with its numbers 1 were removed/);
  });

  it('removes no row from the chain, though all that follow are chained anew and the server seals more', async () => {
    const at = await installation(dialect);
    const rows = await chainRows(at.store);
    const calls = rows.filter(({ event }) => event === 'call.tool');
    await rechain(
      at.store,
      rows.filter((row) => row !== calls[1]),
    );
    await at.works();
    await at.works();
    await at.stop();
    const said = await verified(at);
    expect(said.code).toBe(1);
    expect(said.kinds).toContain('removed');
    expect(said.kinds).not.toContain('framed');
    expect(said.text).toContain(`the rows with its numbers ${calls[1]?.writer_number} were removed`);
  });

  it('cuts no end off, with a server that goes on or without', async () => {
    const at = await installation(dialect);
    const sealed = (await chainRows(at.store)).filter(({ seal }) => seal !== null);
    const until = sealed.at(-3);
    if (until === undefined) throw new Error('nothing is sealed');
    const anchor = join(at.settings.DATA_DIR ?? '', 'anchors');
    expect((await run('audit', ['anchor', '--to', anchor], at.settings)).code).toBe(0);
    await cutAfter(at.store, until);
    expect(await verified(at)).toMatchObject({ code: 1, kinds: expect.arrayContaining(['cut']) });
    await at.works();
    await at.works();
    await at.stop();
    const said = await verified(at);
    expect(said).toMatchObject({ code: 1, kinds: expect.arrayContaining(['cut']) });
    expect(said.text).toContain(`ended at row ${until.seq}`);
    // Once more, where nothing runs and the machine's own file is gone too: the anchor tells.
    await cutAfter(at.store, until);
    await rm(join(at.settings.DATA_DIR ?? '', 'audit-end.json'));
    expect((await verified(at)).text).toContain('Whether the last rows were cut off is not checked');
    const anchored = await verified(at, ['--anchor', anchor]);
    expect(anchored).toMatchObject({ code: 1, kinds: expect.arrayContaining(['cut']) });
  });

  it('rewrites nothing: rows that no process placed lie under no seal', async () => {
    const at = await installation(dialect);
    const rows = await chainRows(at.store);
    const bare = { writer: null, writer_number: null, mac: null };
    await rechain(
      at.store,
      rows.map((row) => ({ ...row, ...bare, key_id: row.key_id === null ? null : randomUUID() })),
    );
    await at.works();
    await at.works();
    await rm(join(at.settings.DATA_DIR ?? '', 'audit-end.json'), { force: true });
    const said = await verified(at);
    expect(said.code).toBe(1);
    expect(said.kinds).toEqual(expect.arrayContaining(['framed', 'rewritten']));
    expect(said.text).toContain('lie under no seal: no process of ours placed them');
  });

  it('frames nobody by cutting back to the rows of an earlier version, which say nothing of who wrote them', async () => {
    const at = await installation(dialect);
    await at.stop();
    const until = await asFromBefore(at);
    await at.restart();
    await at.works();
    const upgraded = await verified(at);
    expect([upgraded.code, upgraded.text]).toEqual([0, expect.stringMatching(/is the first authenticated one/)]);
    await at.stop();
    await cutAfter(at.store, until);
    await slipIn(at.store, { id: randomUUID(), at: new Date().toISOString(), event: 'key.deleted', facts: '{}' });
    expect(await verified(at)).toMatchObject({ code: 1, kinds: expect.arrayContaining(['cut', 'framed']) });
    await at.restart();
    await nothingWaits(at);
    const said = await verified(at);
    expect(said).toMatchObject({ code: 1, kinds: expect.arrayContaining(['cut', 'framed']) });
    expect(said.text).toContain('key.deleted: no process of ours says that it wrote it');
  });

  it('explains nothing: only whoever has the secrets writes that a backup was restored', async () => {
    const at = await installation(dialect);
    const sealed = (await chainRows(at.store)).filter(({ seal }) => seal !== null);
    const until = sealed.at(-2);
    if (until === undefined) throw new Error('nothing is sealed');
    await at.stop();
    await cutAfter(at.store, until);
    const facts = JSON.stringify({ end: `${until.seq}:${until.hash}` });
    const claimed = { id: randomUUID(), at: new Date().toISOString(), event: 'trail.restored', facts };
    await slipIn(at.store, claimed);
    expect(await verified(at)).toMatchObject({ code: 1, kinds: expect.arrayContaining(['cut', 'framed']) });
    await at.store.write.deleteFrom('audit_pending').execute();
    const accepted = await run('audit', ['accept-restore'], at.settings);
    expect([accepted.code, accepted.stdout]).toEqual([0, expect.stringContaining(`ends at row ${until.seq}`)]);
    const said = await verified(at);
    expect(said).toMatchObject({ code: 0, kinds: [] });
    // What was accepted is in the row, and shown from then on.
    expect(said.text).toMatch(
      new RegExp(`it was restored, to row ${until.seq}. Accepted then: cut: the chain ended at`),
    );
    await at.restart();
    await at.works();
    expect(await verified(at)).toMatchObject({ code: 0, kinds: [] });
    // Nor does the row that did say it, anywhere else.
    const rows = await chainRows(at.store);
    const { seq: _seq, hash: _hash, seal: _seal, ...told } = rows.find(({ event }) => event === 'trail.restored') ?? {};
    await rechain(
      at.store,
      rows.filter(({ event }) => event !== 'trail.restored'),
    );
    await slipIn(at.store, { ...told, id: randomUUID() });
    await nothingWaits(at);
    const moved = await verified(at);
    expect(moved.code).toBe(1);
    expect(moved.text).toContain('trail.restored: it does not stand where it was written');
    expect(moved.text).not.toContain('it was restored, to row');
  });
});
