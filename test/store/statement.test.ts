import { expect, it } from 'vitest';
import { statement } from '../../src/store/statement.ts';
import { testStores } from './open-test-store.ts';

testStores('a statement of fixed text', (opened, dialect) => {
  const add = statement<{ sum: number }>('select cast(? as integer) + cast(? as integer) as sum');
  const failing = (code: string) => () => () => {
    throw Object.assign(new Error('no'), { code });
  };

  it('answers, again and again, with other parameters', async () => {
    const { store } = opened();
    expect(await add(store, [1, 2])).toEqual([{ sum: 3 }]);
    expect(await add(store, [20, 22])).toEqual([{ sum: 42 }]);
  });

  it.runIf(dialect === 'sqlite')(
    'goes the way that waits where the file is held, and hides no other failure',
    async () => {
      const { store } = opened();
      expect(await add({ ...store, prepareRead: failing('SQLITE_BUSY') }, [1, 2])).toEqual([{ sum: 3 }]);
      expect(await add({ ...store, prepareRead: failing('SQLITE_BUSY_RECOVERY') }, [1, 2])).toEqual([{ sum: 3 }]);
      await expect(add({ ...store, prepareRead: failing('SQLITE_CORRUPT') }, [1, 2])).rejects.toThrow('no');
    },
  );
});
