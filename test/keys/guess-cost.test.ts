import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { generateKey } from '../../src/keys/format.ts';
import { testStores } from '../store/open-test-store.ts';
import { openTestKeys } from './open-test-keys.ts';

testStores('a guess', (opened) => {
  it('with a checksum made to fit costs one read, the same guess again none; one without costs none', async () => {
    const { store } = opened();
    let reads = 0;
    const read = store.read.withPlugin({
      transformQuery: ({ node }) => {
        reads += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const { verifier, key, organization } = await openTestKeys({ ...opened(), store: { ...store, read } });
    const { fullKey } = await key(await organization());
    // What the database proved a moment ago is known from here on.
    await verifier.verify(fullKey);
    const costOf = async (guess: string) => {
      const before = reads;
      expect(await verifier.verify(guess)).toEqual({ kind: 'unknown' });
      return reads - before;
    };
    for (let round = 0; round < 20; round += 1) {
      // Whoever read how a checksum is made has it right: it keeps typing mistakes away, and nobody else.
      const guess = generateKey(randomBytes);
      expect([await costOf(guess), await costOf(guess)]).toEqual([1, 0]);
      expect(await costOf(`${guess.slice(0, -1)}${guess.endsWith('a') ? 'b' : 'a'}`)).toBe(0);
    }
  });
});
