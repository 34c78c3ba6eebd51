/**
 * Run as a process of its own: does one step after the other, late looks and withdrawals among them, and tells of each that
 * it was told is done. Arguments: setting as JSON, the seed of its steps, how many of them are done already.
 */
import { openStore } from '../../../src/store/open.ts';
import { tracked } from './arbitrary.ts';
import { stepsFrom } from './many-steps.ts';
import { take } from './take.ts';

const [setting = '', seed = '0', done = '0'] = process.argv.slice(2);
const store = await openStore(JSON.parse(setting));
// Whoever forked us is gone.
process.on('disconnect', () => process.exit(0));

for (const [index, step] of stepsFrom(Number(seed)).entries()) {
  if (index < Number(done)) continue;
  await take(store, [step], tracked);
  process.send?.(index + 1);
}
await store.close();
process.disconnect?.();
