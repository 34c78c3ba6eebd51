import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { withAsyncCommit } from '../../src/store/async-commit.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from './open-test-store.ts';

/** Whether a commit waits for the disk: SQLite says 2 or 1, PostgreSQL on or off. */
async function waits({ dialect, write }: Pick<Store, 'dialect' | 'write'>): Promise<boolean> {
  if (dialect === 'postgres') {
    const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(write);
    return rows[0]?.synchronous_commit === 'on';
  }
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(write);
  return rows[0]?.synchronous === 2;
}

testStores('a transaction with an asynchronous commit', (opened, dialect) => {
  it.runIf(dialect === 'sqlite')('keeps what undoes a statement in memory, and nobody after it does', async () => {
    const { store } = opened();
    const inMemory = async (write: Store['write']) => {
      const { rows } = await sql<{ temp_store: number }>`pragma temp_store`.execute(write);
      return rows[0]?.temp_store === 2;
    };
    for (const _ of ['first', 'again, from the kept statements']) {
      expect(await withAsyncCommit(store, inMemory)).toBe(true);
      expect(await inMemory(store.write)).toBe(false);
    }
    const failing = withAsyncCommit(store, () => Promise.reject(new Error('on purpose')));
    await expect(failing).rejects.toThrow('on purpose');
    expect(await inMemory(store.write)).toBe(false);
  });

  it('does not wait for the disk, and the next ordinary transaction does again', async () => {
    const { store } = opened();
    const inside = await withAsyncCommit(store, (write) => waits({ dialect: store.dialect, write }));
    expect(inside).toBe(false);
    expect(await waits(store)).toBe(true);
  });

  it('is rolled back when it fails, and leaves none of its settings behind', async () => {
    const { store } = opened();
    const failing = withAsyncCommit(store, async (transaction) => {
      await transaction.updateTable('id_sequences').set({ next_id: 99 }).execute();
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await waits(store)).toBe(true);
    const { next_id } = await store.read.selectFrom('id_sequences').select('next_id').executeTakeFirstOrThrow();
    expect(next_id).toBe(1);
  });

  it('lets no other transaction commit under its settings', async () => {
    const { store } = opened();
    const seen: boolean[] = [];
    await Promise.all([
      withAsyncCommit(store, async () => undefined),
      store.write.transaction().execute(async (write) => {
        seen.push(await waits({ dialect: store.dialect, write }));
      }),
      withAsyncCommit(store, async () => undefined),
    ]);
    expect(seen).toEqual([true]);
  });
});
