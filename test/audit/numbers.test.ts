import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { contentOf } from '../../src/audit/audit-event.ts';
import { type Author, createAuthor } from '../../src/audit/author.ts';
import { nextLink } from '../../src/audit/chain.ts';
import { pruneTrail } from '../../src/audit/prune.ts';
import { earlierSeal } from '../../src/audit/seals.ts';
import { type AuditTrail, createAuditTrail } from '../../src/audit/trail.ts';
import { verifyTrail } from '../../src/audit/verify-trail.ts';
import { type Witness, writeChange } from '../../src/audit/write-change.ts';
import { enter } from '../../src/audit/writers.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';
import { chainRows, slipIn } from './forger.ts';

const keys = { sealKey: createSecretKey(randomBytes(32)), rowKey: createSecretKey(randomBytes(32)) };
const noon = Date.parse('2026-11-24T12:00:00.000Z');
const dayMs = 86_400_000;
const change = { organizationId: 'o', by: 'cli', event: 'key.created' } as const;
const call = { event: 'call.tool', organizationId: 'o', keyId: 'k', operation: 'get_overview' } as const;

interface Process extends Witness {
  author: Author;
  trail: AuditTrail;
}

/** A process whose clock is `clock`. */
function processOn(store: Store, clock: { now: number }, pid: number, isAlive: (pid: number) => boolean): Process {
  const author = createAuthor({ id: randomUUID(), rowKey: keys.rowKey, newId: randomUUID });
  const now = () => clock.now;
  const trail = createAuditTrail({
    store,
    keys,
    author,
    keptEndFile: join('/dev/null', 'audit-end.json'),
    now,
    version: '0.0.0',
    pid,
    isAlive,
    retentionDays: null,
    onLost: () => undefined,
    onMoved: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  return { author, trail, now };
}

class Refused extends Error {}

/** Connections whose first transaction is committed and then fails; later ones work. */
function committedThenLost(write: Store['write']): Store['write'] {
  let isFirst = true;
  const failing = <Builder extends object>(builder: Builder): Builder =>
    new Proxy(builder, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          const result: unknown = await Reflect.apply(value, target, args);
          if (!isFirst) return result;
          isFirst = false;
          throw new Error('the connection went');
        };
      },
    });
  return new Proxy(write, {
    get(target, name) {
      if (name === 'transaction') return () => failing(target.transaction());
      if (name === 'connection') return () => failing(target.connection());
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** A change that is refused after its row was written. */
async function rolledBack({ write }: Store, witness: Witness): Promise<void> {
  const refused = write.transaction().execute(async (transaction) => {
    await writeChange(transaction, witness, change);
    throw new Refused();
  });
  await expect(refused).rejects.toThrow(Refused);
}

testStores('numbers of rows', (opened) => {
  const fresh = async () => {
    const { store } = opened();
    for (const table of ['audit_events', 'audit_pending', 'audit_writers']) {
      await sql`delete from ${sql.table(table)}`.execute(store.write);
    }
    await store.write
      .updateTable('audit_chain')
      .set({ seq: 0, hash: '', base_seq: 0, base_hash: '', base_seal: null, base_state: null })
      .execute();
    const clock = { now: noon };
    const alive = new Set([1, 2, 3]);
    const started = async (pid: number) => {
      const made = processOn(store, clock, pid, (other) => alive.has(other));
      await made.trail.start();
      return made;
    };
    const verdict = () => verifyTrail({ store, keys, now: () => clock.now + 60_000, keptEndFile: null });
    return { store, clock, alive, started, verdict };
  };

  it('are closed by an empty row where a transaction was rolled back, also among others that were not', async () => {
    const { store, started, verdict } = await fresh();
    const one = await started(1);
    await writeChange(store.write, one, change);
    await rolledBack(store, one);
    await store.write.transaction().execute((transaction) => writeChange(transaction, one, change));
    await rolledBack(store, one);
    await one.trail.flush();
    const rows = await chainRows(store);
    const unused = rows.filter(({ event }) => event === 'trail.number_unused');
    expect(unused.map((row) => [row.writer_number, row.facts])).toEqual([
      [3, '{"why":"its transaction was rolled back"}'],
      [5, '{"why":"its transaction was rolled back"}'],
    ]);
    expect(await verdict()).toMatchObject({ kind: 'whole', writers: { running: [{ highest: 5 }], unsettled: [] } });
    await one.trail.stop();
    expect(await verdict()).toMatchObject({ kind: 'whole', writers: { running: [] } });
  });

  it('that a crash leaves open are named when the process is found to be lost, and no others are explained', async () => {
    const { store, alive, started, verdict } = await fresh();
    // Never started, so that nothing of it goes on.
    const crashing = processOn(store, { now: noon }, 1, () => true);
    await enter(store.write, { id: crashing.author.id, pid: 1, startedAt: noon });
    await writeChange(store.write, crashing, change);
    await rolledBack(store, crashing);
    await writeChange(store.write, crashing, change);
    // What it remembered is gone with it, the row that closes its second number too.
    crashing.trail.note(call);
    alive.delete(1);
    const other = await started(2);
    const [lost] = (await chainRows(store)).filter(({ event }) => event === 'process.lost');
    expect(JSON.parse(lost?.facts ?? '')).toMatchObject({
      process: crashing.author.id,
      last_number: '3',
      open_numbers: '2',
    });
    expect(await verdict()).toMatchObject({
      kind: 'whole',
      writers: { lost: [{ writer: crashing.author.id, open: [[2, 2]], highest: 3 }] },
    });
    await other.trail.stop();
    expect(await verdict()).toMatchObject({ kind: 'whole' });
  });

  it('of a row that was removed are not explained by a process that only seemed to be lost', async () => {
    const { store, started, verdict } = await fresh();
    const victim = await started(1);
    await writeChange(store.write, victim, change);
    await writeChange(store.write, victim, change);
    const waiting = await store.read.selectFrom('audit_pending').selectAll().orderBy('writer_number').execute();
    await sql`delete from audit_pending where id = ${waiting[0]?.id}`.execute(store.write);
    await sql`update audit_writers set seen_at = '2020-01-01T00:00:00.000Z'`.execute(store.write);
    const other = await started(2);
    expect((await chainRows(store)).filter(({ event }) => event === 'process.lost')).toHaveLength(1);
    victim.trail.note(call);
    await victim.trail.stop();
    await other.trail.stop();
    expect(await verdict()).toMatchObject({
      kind: 'broken',
      faults: [{ kind: 'removed', reason: `of process ${victim.author.id} the rows with its numbers 2 were removed` }],
    });
  });

  it('may still come as long as their process runs and their time is not over', async () => {
    const { store, clock, started } = await fresh();
    const one = await started(1);
    one.trail.note(call);
    await writeChange(store.write, one, change);
    const after = (ms: number) => verifyTrail({ store, keys, now: () => clock.now + ms, keptEndFile: null });
    expect(await after(500)).toMatchObject({ kind: 'whole', writers: { unsettled: [{ missing: [[2, 2]] }] } });
    expect(await after(60_000)).toMatchObject({ kind: 'broken', faults: [{ kind: 'removed' }] });
    await one.trail.flush();
    expect(await after(60_000)).toMatchObject({ kind: 'whole' });
    await one.trail.stop();
  });

  it('are asked for from the first row after the last one that an earlier version placed', async () => {
    const { store, started, verdict } = await fresh();
    const bare = { writer: null, writer_number: null, mac: null };
    let last = { seq: 0, hash: '' };
    for (let index = 0; index < 3; index++) {
      const content = { ...contentOf(call, noon), ...bare };
      last = nextLink(last, content);
      const seal = index === 2 ? earlierSeal(keys.sealKey, last) : null;
      await store.write
        .insertInto('audit_events')
        .values({ ...content, ...last, seal })
        .execute();
    }
    await store.write.updateTable('audit_chain').set(last).execute();
    const left = { ...contentOf({ ...change, facts: {} }, noon), ...bare };
    await store.write
      .insertInto('audit_pending')
      .values({ id: randomUUID(), ...left })
      .execute();
    expect(await verdict()).toMatchObject({ kind: 'whole', firstAuthenticated: null, waiting: 1 });
    const upgraded = await started(1);
    expect(await verdict()).toMatchObject({ kind: 'whole', firstAuthenticated: 5, rows: 5, waiting: 0 });
    // From now on nothing of that kind is taken for a row of before.
    await slipIn(store, { id: randomUUID(), at: left.at, event: 'key.deleted', facts: '{}' });
    expect(await verdict()).toMatchObject({ kind: 'broken', faults: [{ kind: 'framed' }] });
    await upgraded.trail.flush();
    expect(await verdict()).toMatchObject({ kind: 'broken', faults: [{ kind: 'framed', seq: 6 }] });
    await upgraded.trail.stop();
  });

  it('are known after retention has taken their rows, and so is what was wrong with these', async () => {
    const { store, clock, started, verdict } = await fresh();
    const early = await started(1);
    early.trail.note(call);
    await early.trail.stop();
    const late = await started(2);
    const [replayed] = (await chainRows(store)).filter(({ event }) => event === 'call.tool');
    clock.now += 40 * dayMs;
    late.trail.note(call);
    await late.trail.flush();
    expect(await pruneTrail(store, { keys, ...late, days: 30, most: 'all' })).toBe(4);
    await late.trail.flush();
    expect(await verdict()).toMatchObject({ kind: 'whole', base: { seq: 4 }, firstAuthenticated: 1 });
    const { seq: _seq, hash: _hash, seal: _seal, ...copy } = replayed ?? {};
    await slipIn(store, { ...copy, id: randomUUID() });
    await late.trail.flush();
    expect(await verdict()).toMatchObject({ kind: 'broken', faults: [{ kind: 'repeated' }] });
    clock.now += 40 * dayMs;
    late.trail.note(call);
    await late.trail.flush();
    await pruneTrail(store, { keys, ...late, days: 30, most: 'all' });
    await late.trail.stop();
    expect(await verdict()).toMatchObject({ kind: 'broken', faults: [{ kind: 'repeated' }] });
  });

  it('stand there once where a commit failed that had been made', async () => {
    const { store, started, verdict } = await fresh();
    const one = await started(1);
    one.trail.note(call);
    // Fails after the commit, as where the connection goes before the answer comes.
    const { write } = store;
    const broken = { ...store, write: committedThenLost(write) };
    const other = processOn(broken, { now: noon }, 2, () => true);
    await enter(write, { id: other.author.id, pid: 2, startedAt: noon });
    other.trail.note(call);
    await expect(other.trail.flush()).rejects.toThrow('the connection went');
    other.trail.note(call);
    await other.trail.flush();
    const rows = (await chainRows(store)).filter(({ writer }) => writer === other.author.id);
    expect(rows.map(({ writer_number: number }) => number)).toEqual([1, 2]);
    await one.trail.stop();
    expect(await verdict()).toMatchObject({ kind: 'whole' });
  });

  it('of a process that neither ended nor runs are asked for', async () => {
    const { store, started, verdict } = await fresh();
    const one = await started(1);
    await sql`delete from audit_writers`.execute(store.write);
    expect(await verdict()).toMatchObject({ kind: 'broken', faults: [{ kind: 'removed' }] });
    // It says that it is there with its next heartbeat.
    await enter(store.write, { id: one.author.id, pid: 1, startedAt: noon });
    expect(await verdict()).toMatchObject({ kind: 'whole' });
    await one.trail.stop();
  });
});
