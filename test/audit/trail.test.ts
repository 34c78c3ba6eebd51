import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { rowsPerTransaction } from '../../src/audit/append.ts';
import { type Author, createAuthor } from '../../src/audit/author.ts';
import { pruneTrail } from '../../src/audit/prune.ts';
import { type AuditTrail, createAuditTrail } from '../../src/audit/trail.ts';
import { type SeenEnd, verifyTrail } from '../../src/audit/verify-trail.ts';
import { writeChange } from '../../src/audit/write-change.ts';
import { enter, type LostWriter } from '../../src/audit/writers.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';

const most = rowsPerTransaction;
const keys = { sealKey: createSecretKey(randomBytes(32)), rowKey: createSecretKey(randomBytes(32)) };
const dayMs = 86_400_000;
const noon = Date.parse('2026-11-24T12:00:00.000Z');

interface OpenTrail {
  author: Author;
  trail: AuditTrail;
  clock: { now: number };
  lost: LostWriter[];
}

function openTrail(
  store: Store,
  { pid = 1, isAlive = () => true }: { pid?: number; isAlive?: (pid: number) => boolean } = {},
): OpenTrail {
  const clock = { now: noon };
  const lost: LostWriter[] = [];
  const author = createAuthor({ id: randomUUID(), rowKey: keys.rowKey, newId: randomUUID });
  const trail = createAuditTrail({
    store,
    keys,
    author,
    // A folder that cannot be: what is kept outside of the database has tests of its own.
    keptEndFile: join('/dev/null', 'audit-end.json'),
    now: () => clock.now,
    version: '0.0.0',
    pid,
    isAlive,
    retentionDays: 30,
    onLost: (one) => lost.push(one),
    onMoved: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  return { author, trail, clock, lost };
}

/** The same, known to run: a check asks for the end of each process that does not. */
async function runningTrail(store: Store): Promise<OpenTrail> {
  const opened = openTrail(store);
  await enter(store.write, { id: opened.author.id, pid: 1, startedAt: noon });
  return opened;
}

const call = (operation: string) => ({ event: 'call.tool', organizationId: 'o', keyId: 'k', operation }) as const;
const verdictOf = (store: Store, seen: readonly SeenEnd[] = [], with_ = keys) =>
  verifyTrail({ store, keys: with_, now: () => noon + 60_000, keptEndFile: null, seen });

testStores('the audit trail', (opened, dialect) => {
  const fresh = async () => {
    const { store } = opened();
    await sql`delete from audit_events`.execute(store.write);
    await sql`delete from audit_pending`.execute(store.write);
    await sql`delete from audit_writers`.execute(store.write);
    await sql`update audit_chain set seq = 0, hash = '', base_seq = 0, base_hash = '', base_seal = null, base_state = null`.execute(
      store.write,
    );
    return store;
  };
  const filled = async (rows: number) => {
    const store = await fresh();
    const opened = await runningTrail(store);
    for (let i = 0; i < rows; i++) opened.trail.note(call(`t${i}`));
    await opened.trail.flush();
    return { store, ...opened };
  };

  it('is one chain, however many processes write to it at once', async () => {
    const store = await fresh();
    const other = await openStore(opened().setting);
    const trails: OpenTrail[] = [];
    for (const one of [store, other, store]) trails.push(await runningTrail(one));
    const flushed = async () => {
      // Two write connections of one process to a SQLite file would wait for each other for ever.
      if (dialect === 'sqlite') for (const { trail } of trails) await trail.flush();
      await Promise.all(trails.map(({ trail }) => trail.flush()));
    };
    const change = { organizationId: 'o', by: 'cli', event: 'key.created' } as const;
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < 120; i++) trails[i % 3]?.trail.note(call(`t${i}`));
      for (const { author } of trails) await writeChange(store.write, { now: () => noon, author }, change);
      await flushed();
    }
    await other.close();
    expect(await verdictOf(store)).toMatchObject({ kind: 'whole', rows: 8 * (120 + 3), waiting: 0 });
  });

  describe('gives a place', () => {
    const change = { organizationId: 'o', by: 'cli', event: 'key.created' } as const;
    it('to what transactions have left, while calls come without a pause', async () => {
      const store = await fresh();
      const { trail, author } = await runningTrail(store);
      let isOver = false;
      const calls = (): void => {
        if (isOver) return;
        trail.note(call('of a busy agent'));
        setImmediate(calls);
      };
      calls();
      await writeChange(store.write, { now: () => noon, author }, change);
      await trail.flush().finally(() => {
        isOver = true;
      });
      expect(await verdictOf(store)).toMatchObject({ kind: 'whole', waiting: 0 });
      await trail.flush();
    });

    it('to more of it than one transaction takes', async () => {
      const store = await fresh();
      const { trail, author } = await runningTrail(store);
      await store.write.transaction().execute(async (transaction) => {
        for (let i = 0; i < most + 1; i++) await writeChange(transaction, { now: () => noon, author }, change);
      });
      await trail.flush();
      expect(await verdictOf(store)).toMatchObject({ kind: 'whole', rows: most + 1, waiting: 0 });
    });

    it('to calls as soon as they fill a transaction, before anybody asks for it', async () => {
      const store = await fresh();
      const { trail } = await runningTrail(store);
      for (let i = 0; i < most; i++) trail.note(call(`t${i}`));
      const rows = async () => {
        const verdict = await verdictOf(store);
        return verdict.kind === 'whole' ? verdict.rows : verdict.kind;
      };
      await expect.poll(rows, { timeout: 10_000 }).toBe(most);
      await trail.flush();
      expect(await rows()).toBe(most);
    });
  });

  describe('shows that somebody', () => {
    const tamperings: Record<string, (store: Store) => Promise<unknown>> = {
      'changed a row': ({ write }) => sql`update audit_events set operation = 'x' where seq = 5`.execute(write),
      'changed a row and recomputed nothing of the rest': ({ write }) =>
        sql`update audit_events set hash = 'x' where seq = 5`.execute(write),
      'took a row out': ({ write }) => sql`delete from audit_events where seq = 5`.execute(write),
      'took the first rows': ({ write }) => sql`delete from audit_events where seq < 4`.execute(write),
      'took the first rows and moved the beginning': async ({ write }) => {
        await sql`update audit_chain set base_seq = 3, base_hash = (select hash from audit_events where seq = 3), base_seal = 'x'`.execute(
          write,
        );
        await sql`delete from audit_events where seq < 4`.execute(write);
      },
      'cut off the last rows': ({ write }) => sql`delete from audit_events where seq > 7`.execute(write),
      'cut off the last rows and moved the end': async ({ write }) => {
        await sql`update audit_chain set seq = 7, hash = (select hash from audit_events where seq = 7)`.execute(write);
        await sql`delete from audit_events where seq > 7`.execute(write);
      },
      'exchanged two rows': async ({ write }) => {
        await sql`update audit_events set seq = -1 where seq = 4`.execute(write);
        await sql`update audit_events set seq = 4 where seq = 5`.execute(write);
        await sql`update audit_events set seq = 5 where seq = -1`.execute(write);
      },
      'took the end away': ({ write }) => sql`update audit_chain set seq = 3`.execute(write),
    };

    it.each(Object.entries(tamperings))('%s', async (_what, tamper) => {
      const { store } = await filled(10);
      expect(await verdictOf(store)).toMatchObject({ kind: 'whole', rows: 10 });
      await tamper(store);
      expect((await verdictOf(store)).kind).toBe('broken');
    });

    it('made a chain of their own, as the key to the seals is in no database', async () => {
      const { store } = await filled(3);
      const forger = { ...keys, sealKey: createSecretKey(randomBytes(32)) };
      expect(await verdictOf(store, [], forger)).toMatchObject({ kind: 'broken', reason: 'its seal is not ours' });
    });

    it('cut off whole batches, to whoever kept an end', async () => {
      const { store, trail } = await filled(3);
      const early = await verdictOf(store);
      trail.note(call('later'));
      await trail.flush();
      const late = await verdictOf(store);
      if (early.kind !== 'whole' || late.kind !== 'whole') throw new Error('broken');
      expect(await verdictOf(store, [{ ...early.end, at: null }])).toMatchObject({ kind: 'whole', rows: 4 });
      await sql`delete from audit_events where seq = 4`.execute(store.write);
      await sql`update audit_chain set seq = 3, hash = ${early.end.hash}`.execute(store.write);
      expect(await verdictOf(store)).toMatchObject({ kind: 'whole', rows: 3 });
      expect(await verdictOf(store, [{ ...late.end, at: null }])).toMatchObject({
        kind: 'broken',
        faults: [{ kind: 'cut', seq: 4 }],
      });
    });
  });

  it('stays verifiable when retention takes its oldest rows, at most a day of them at a time', async () => {
    const { store, trail, clock, author } = await filled(most + 44);
    clock.now = noon + 40 * dayMs;
    trail.note(call('young'));
    await trail.flush();
    const retention = { keys, now: () => clock.now, author, days: 30 };
    expect(await pruneTrail(store, { ...retention, days: 50, most: 'all' })).toBe(0);
    expect(await pruneTrail(store, { ...retention, most: 'a day' })).toBe(most + 44);
    await trail.flush();
    expect(await verdictOf(store)).toMatchObject({
      kind: 'whole',
      rows: 2,
      base: { seq: most + 44 },
      end: { seq: most + 46 },
    });
    // A clock that is years ahead for a while takes one more day, not all.
    clock.now += 4_000 * dayMs;
    trail.note(call('of the wrong clock'));
    await trail.flush();
    expect(await pruneTrail(store, { ...retention, most: 'a day' })).toBe(2);
    await trail.flush();
    expect(await verdictOf(store)).toMatchObject({ kind: 'whole', rows: 2 });
  });

  it('says which process ended without its shutdown, once, and nothing of one that shut down', async () => {
    const store = await fresh();
    const inOrder = openTrail(store, { pid: 11 });
    await inOrder.trail.start();
    await inOrder.trail.stop();
    const crashed = openTrail(store);
    await enter(store.write, { id: crashed.author.id, pid: 12, startedAt: noon });
    crashed.trail.note(call('acknowledged a second ago'));
    await crashed.trail.flush();
    crashed.trail.note(call('of the last second'));
    const others = [13, 14].map((pid) => openTrail(store, { pid, isAlive: (other) => other !== 12 }));
    await Promise.all(others.map(({ trail }) => trail.start()));
    expect(others.flatMap(({ lost }) => lost)).toHaveLength(1);
    await Promise.all(others.map(({ trail }) => trail.stop()));
    const verdict = await verdictOf(store);
    expect(verdict).toMatchObject({ kind: 'whole', lost: [{ facts: expect.stringContaining('last_seen_at') }] });
    const events = await store.read
      .selectFrom('audit_events')
      .select('operation')
      .where('event', '=', 'call.tool')
      .execute();
    expect(events).toEqual([{ operation: 'acknowledged a second ago' }]);
  });

  it('makes one row a minute of what a key was refused over its limit, whatever its client says', async () => {
    const store = await fresh();
    const { trail, clock } = openTrail(store);
    const refuse = (key_id: string, at: number) =>
      trail.note({
        ...call(`tool ${at % 7}`),
        keyId: key_id,
        client: `client ${at}`,
        outcome: 'refused',
        code: 'RATE_LIMITED',
      });
    const rows = async () => {
      const { rows } = await sql<{ key_id: string; rows: number; facts: string }>`select key_id, count(*) as rows,
        max(facts) as facts from audit_events where code = 'RATE_LIMITED' group by key_id order by key_id`.execute(
        store.read,
      );
      return rows.map((row) => [row.key_id, Number(row.rows)]);
    };
    for (let at = 0; at < 40; at += 1) {
      refuse('k1', at);
      if (at % 10 === 0) refuse('k2', at);
      await trail.flush();
    }
    expect(await rows()).toEqual([
      ['k1', 1],
      ['k2', 1],
    ]);
    clock.now += 60_000;
    await trail.flush();
    expect(await rows()).toEqual([
      ['k1', 2],
      ['k2', 2],
    ]);
    const { rows: facts } = await sql<{ facts: string }>`select facts from audit_events where code = 'RATE_LIMITED'
      and key_id = 'k1' order by seq`.execute(store.read);
    const times = facts.map((row) => Number(JSON.parse(row.facts).times ?? 1));
    expect(times.reduce((sum, count) => sum + count, 0)).toBe(40);
    const { rows: minutes } = await sql<{ minute: string }>`select substr(at, 1, 16) as minute from audit_events
      where code = 'RATE_LIMITED' and key_id = 'k1'`.execute(store.read);
    expect(new Set(minutes.map(({ minute }) => minute)).size).toBe(2);
    // Nothing came since: no row, and nothing is remembered.
    clock.now += 60_000;
    await trail.flush();
    expect(await rows()).toHaveLength(2);
  });

  it('makes one row of what a key was refused over its limit, and keeps what the database would not take', async () => {
    const store = await fresh();
    const { trail } = openTrail(store);
    for (let i = 0; i < 50; i++) trail.note({ ...call('get_overview'), outcome: 'refused', code: 'RATE_LIMITED' });
    trail.note(call('list_accounts'));
    await sql`alter table audit_chain rename to audit_chain_away`.execute(store.write);
    await expect(trail.flush()).rejects.toThrow();
    await sql`alter table audit_chain_away rename to audit_chain`.execute(store.write);
    await trail.flush();
    const rows = await store.read.selectFrom('audit_events').select(['operation', 'facts']).orderBy('seq').execute();
    expect(rows).toEqual([
      { operation: 'list_accounts', facts: '{}' },
      { operation: 'get_overview', facts: '{"times":"50"}' },
    ]);
  });
});
