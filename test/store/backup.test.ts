import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeChange } from '../../src/audit/write-change.ts';
import { createBackup } from '../../src/store/backup/create-backup.ts';
import { backedUpTables, ownColumns } from '../../src/store/backup/tables.ts';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import { openStore } from '../../src/store/open.ts';
import { restoreBackup } from '../../src/store/restore-backup.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { nobody } from '../audit/authors.ts';
import { writtenRows } from '../audit/written-rows.ts';
import { emptyDatabase, openTestStore, type TestStore } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization, noon, post, snapshotOf } from './rows.ts';

const dialects = ['sqlite', 'postgres'] as const;
const hostile = `it's "quoted" \\ 🙂 ‮ \u2028 {} null`;

async function fill(store: Store): Promise<void> {
  await addOrganization(store, 'o');
  await addCreator(store, 'o', 'c', hostile);
  for (const id of ['a0', 'a1', 'a2']) await addAccount(store, 'o', accountFacts(id, 'instagram', 'c'));
  const posts = [
    post('p', 9_007_199_254, { description: hostile, saved_count: null }),
    post('q', 3, { duration: 0.1 }),
  ];
  const snapshot = snapshotOf(5, posts);
  await recordAccountSnapshot(store, { organizationId: 'o', accountId: 'a0', at: noon, snapshot });
  await writeChange(
    store.write,
    { now: () => noon, author: nobody },
    { organizationId: 'o', by: 'cli', event: 'organization.changed', facts: { name: hostile } },
  );
  const at = { created_at: new Date(noon).toISOString(), updated_at: new Date(noon).toISOString() };
  await store.write
    .insertInto('people')
    .values({ id: 'p1', name: 'Zoë', email: 'z@example.com', email_verified: flag(store.dialect), image: null, ...at })
    .execute();
  await store.write
    .insertInto('members')
    .values({ id: 'm1', organization_id: 'o', person_id: 'p1', role: 'owner', created_at: at.created_at })
    .execute();
}

/** better-auth's booleans are PostgreSQL's own, and 0 and 1 on SQLite. */
function flag(dialect: Dialect) {
  return dialect === 'postgres' ? sql<never>`true` : sql<never>`1`;
}

/** Everything that is backed up, in a form that both databases share. */
async function content({ read }: Store): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of backedUpTables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(read);
    all[table] = rows.map(plain).sort();
  }
  return all;
}

const flags = new Set(['email_verified']);

function plain(row: Record<string, unknown>): string {
  const entries = Object.entries(row).filter(([name]) => !ownColumns.includes(name));
  return JSON.stringify(
    Object.fromEntries(
      entries
        .map(([name, value]) => [name, flags.has(name) ? Boolean(value) : value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}

async function filledStore(dialect: Dialect): Promise<TestStore & { backup: string }> {
  const opened = await openTestStore(dialect);
  await fill(opened.store);
  return { ...opened, backup: join(opened.folder, 'all.backup.gz') };
}

describe.each(dialects.flatMap((from) => dialects.map((to) => [from, to] as const)))(
  'a backup of %s as %s',
  (from, to) => {
    it('is all that was there, whatever the texts hold, and works on', async () => {
      const { store, setting, folder, backup, remove } = await filledStore(from);
      expect(await createBackup(setting, backup, noon)).toBeGreaterThan(10);
      expect((await stat(backup)).mode & 0o777).toBe(0o600);
      const target = await emptyDatabase(to);
      expect(await restoreBackup(target.setting, backup)).toBe('2026-03-10T12:00:00.000Z');
      const restored = await openStore(target.setting);
      expect(await content(restored)).toEqual(await content(store));
      expect(await rollupDifferences(restored)).toEqual([]);
      const later = { organizationId: 'o', accountId: 'a1', at: noon, snapshot: snapshotOf(1, [post('new', 1)]) };
      await recordAccountSnapshot(restored, later);
      expect(await rollupDifferences(restored)).toEqual([]);
      // Nothing is left lying about beside it.
      const left = await readdir(folder);
      expect(left.filter((name) => name.includes('partial') || name.includes('restoring'))).toEqual([]);
      await restored.close();
      await target.remove();
      await store.close();
      await remove();
    });
  },
);

describe.each(dialects)('a backup of %s', (dialect) => {
  it('taken while two processes write holds one moment, with all that was acknowledged before', async () => {
    const { store, setting, folder, remove } = await filledStore(dialect);
    const child = new URL('./record-snapshots.ts', import.meta.url);
    const writers = ['x', 'y'].map((name) => fork(child, [JSON.stringify(setting), name]));
    const acknowledged = new Set<string>();
    for (const writer of writers) writer.on('message', (name) => acknowledged.add(String(name)));
    onTestFinished(() => {
      for (const writer of writers) writer.kill('SIGKILL');
    });
    for (let round = 0; round < 3; round++) {
      await expect.poll(() => acknowledged.size, { timeout: 15_000 }).toBeGreaterThan(20 * (round + 1));
      const before = [...acknowledged];
      const backup = join(folder, `${round}.backup.gz`);
      await createBackup(setting, backup, noon);
      const target = await emptyDatabase('sqlite');
      await restoreBackup(target.setting, backup);
      const restored = await openStore(target.setting);
      expect(await rollupDifferences(restored)).toEqual([]);
      const rows = await writtenRows(restored);
      const kept = new Set(rows.map(({ facts }) => JSON.parse(facts).name));
      expect(before.filter((name) => !kept.has(name))).toEqual([]);
      await restored.close();
      await target.remove();
    }
    for (const writer of writers) writer.kill('SIGKILL');
    await Promise.all(writers.map((writer) => writer.exitCode ?? once(writer, 'exit')));
    await store.close();
    await remove();
  }, 60_000);

  it('is not restored over existing data or from an incomplete file, and leaves nothing behind then', async () => {
    const { store, setting, folder, backup, remove } = await filledStore(dialect);
    await createBackup(setting, backup, noon);
    await expect(createBackup(setting, backup, noon)).rejects.toThrow('there already');
    await expect(restoreBackup(setting, backup)).rejects.toThrow('holds something');
    const whole = await readFile(backup);
    const text = gunzipSync(whole).toString();
    const lines = text.trimEnd().split('\n');
    const row = lines.findLastIndex((line) => line.startsWith('['));
    const wrong = join(folder, 'wrong.gz');
    const target = await emptyDatabase(dialect);
    for (const [what, bytes, message] of [
      ['text', Buffer.from('notes'), 'no whole backup'],
      ['nothing', Buffer.alloc(0), 'no whole backup'],
      ['cut off', whole.subarray(0, whole.length - 40), 'no whole backup'],
      ['a row less', gzipSync(lines.toSpliced(row, 1).join('\n')), 'no whole backup'],
      ['no end', gzipSync(lines.slice(0, -1).join('\n')), 'no whole backup'],
      ['newer', gzipSync(text.replace('0005-upstream-keys', '0005-other')), 'another version'],
    ] as const) {
      await writeFile(wrong, bytes);
      await expect(restoreBackup(target.setting, wrong), what).rejects.toThrow(message);
    }
    await restoreBackup(target.setting, backup);
    const restored = await openStore(target.setting);
    expect(await content(restored)).toEqual(await content(store));
    await restored.close();
    await target.remove();
    await store.close();
    await remove();
  });
});
