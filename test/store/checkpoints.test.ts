import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createCheckpoints } from '../../src/store/checkpoint/checkpoints.ts';
import { openTestStore } from './open-test-store.ts';

it('moves what was committed to the file, so that no commit has to', async () => {
  const { store, setting, remove } = await openTestStore('sqlite');
  if (setting.kind !== 'sqlite') throw new Error('This is about SQLite');
  const { file } = setting;
  const holds = async () => (await readFile(file)).includes('seen in the file');
  const failures: unknown[] = [];
  const checkpoints = createCheckpoints({ file, onError: (error) => failures.push(error) });
  try {
    await store.write.updateTable('id_sequences').set({ name: 'seen in the file' }).execute();
    expect(await holds()).toBe(false);
    checkpoints.start();
    await expect.poll(holds, { timeout: 20_000 }).toBe(true);
    expect(failures).toEqual([]);
  } finally {
    await checkpoints.stop();
    await store.close();
    await remove();
  }
});
