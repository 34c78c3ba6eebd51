import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createCheckpoints } from '../../src/store/checkpoint/checkpoints.ts';
import { ownCheckpointPages } from '../../src/store/sqlite-file.ts';
import { openTestStore } from './open-test-store.ts';

async function opened() {
  const { store, setting, remove } = await openTestStore('sqlite');
  if (setting.kind !== 'sqlite') throw new Error('This is about SQLite');
  const { file } = setting;
  const failures: unknown[] = [];
  const checkpoints = createCheckpoints({ file, write: store.write, onError: (error) => failures.push(error) });
  const log = async () => {
    const { rows } = await sql<{ log: number; checkpointed: number }>`pragma wal_checkpoint(noop)`.execute(store.write);
    return rows[0] ?? { log: -1, checkpointed: -1 };
  };
  /** Leaves more than half as many pages in the log as it may have: a text of that size, in a table and its key's index. */
  const fill = () =>
    sql`update id_sequences set name = hex(zeroblob(${ownCheckpointPages * 0.15 * 4_096})) where name = 'origins'`.execute(
      store.write,
    );
  const close = async () => {
    await checkpoints.stop();
    await store.close();
    await remove();
  };
  return { store, file, failures, checkpoints, log, fill, close };
}

it('moves commits into the database file, so that no commit has to do it itself', async () => {
  const { store, file, failures, checkpoints, close } = await opened();
  const holds = async () => (await readFile(file)).includes('seen in the file');
  try {
    await store.write
      .updateTable('id_sequences')
      .set({ name: 'seen in the file' })
      .where('name', '=', 'origins')
      .execute();
    expect(await holds()).toBe(false);
    checkpoints.start();
    await expect.poll(holds, { timeout: 20_000 }).toBe(true);
    expect(failures).toEqual([]);
  } finally {
    await close();
  }
});

it('holds back work that can wait while the log is more than half full', async () => {
  const { checkpoints, log, fill, close } = await opened();
  try {
    checkpoints.start();
    await fill();
    expect((await log()).log).toBeGreaterThan(ownCheckpointPages / 2);
    await checkpoints.room();
    const { log: pages, checkpointed } = await log();
    expect(checkpointed).toBe(pages);
  } finally {
    await close();
  }
});

it('holds nothing back while the log is less than half full', async () => {
  const { checkpoints, store, log, close } = await opened();
  try {
    await store.write.updateTable('id_sequences').set({ name: 'small' }).where('name', '=', 'origins').execute();
    checkpoints.start();
    await checkpoints.room();
    // The thread passes for the first time half a second after its start, or when it is asked to.
    expect((await log()).checkpointed).toBe(0);
  } finally {
    await close();
  }
});

it('holds nothing back while its thread does not run, before its start and after its end', async () => {
  const { checkpoints, log, fill, close } = await opened();
  try {
    await fill();
    await checkpoints.room();
    expect((await log()).checkpointed).toBe(0);
    checkpoints.start();
    const room = checkpoints.room();
    await checkpoints.stop();
    await room;
    await checkpoints.room();
  } finally {
    await close();
  }
});
