import { expect, it } from 'vitest';
import { Turns } from '../../../src/store/readers/turns.ts';

const setting = { lanes: 1, patienceMs: 60_000, mostWaiting: 6, mostWaitingEach: 4 };

/** Work that ends when it is told to; who had a turn is kept in order. */
function tried(given: Partial<typeof setting> = {}) {
  const turns = new Turns({ ...setting, ...given });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (organization: string, name: string) =>
    turns.take(organization, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    });
  /** Ends the oldest that is under way. */
  const end = async () => {
    ends.shift()?.();
    // The next begins in the same turn of the event loop.
    await new Promise(setImmediate);
  };
  return { turns, begun, ask, end };
}

it('refuses what comes to a full queue, with the time after which to try again, and keeps what waits', async () => {
  const { turns, ask, end, begun } = tried();
  const kept = [ask('a', 'a0'), ...['a1', 'a2', 'a3', 'a4'].map((name) => ask('a', name))];
  const refused = { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 15 };
  await expect(ask('a', 'one too many of its own')).rejects.toMatchObject(refused);
  kept.push(ask('b', 'b1'), ask('c', 'c1'));
  await expect(ask('d', 'one too many of all')).rejects.toMatchObject(refused);
  expect([turns.running, turns.waiting]).toEqual([1, 6]);
  for (const _ of kept) await end();
  expect((await Promise.all(kept)).length).toBe(7);
  expect(begun.length).toBe(7);
  expect([turns.running, turns.waiting]).toEqual([0, 0]);
});

it('gives others a turn before the second of whoever asked much', async () => {
  const { ask, end, begun } = tried();
  const all = [...['a1', 'a2', 'a3', 'a4'].map((name) => ask('a', name)), ask('b', 'b1'), ask('c', 'c1')];
  for (const _ of all) await end();
  await Promise.all(all);
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'a3', 'a4']);
});

it('gives a lane to whoever has the fewest under way', async () => {
  const { ask, end, begun } = tried({ lanes: 2 });
  const all = [...['a1', 'a2', 'a3', 'a4'].map((name) => ask('a', name)), ask('b', 'b1'), ask('b', 'b2')];
  expect(begun).toEqual(['a1', 'a2']);
  for (const _ of all) await end();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
  await Promise.all(all);
});

it('refuses what has waited too long, and what is under way goes on', async () => {
  const { turns, ask, end, begun } = tried({ patienceMs: 20 });
  const first = ask('a', 'a1');
  await expect(ask('b', 'b1')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 1 });
  await end();
  expect(await first).toBe('a1');
  expect([begun, turns.waiting]).toEqual([['a1'], 0]);
});

it('hands the lane on after work that failed', async () => {
  const { turns, ask, end } = tried();
  const failing = turns.take('a', () => Promise.reject(new Error('as it happens')));
  const next = ask('a', 'a2');
  await expect(failing).rejects.toThrow('as it happens');
  await end();
  expect(await next).toBe('a2');
});

it('refuses all that wait when it stops', async () => {
  const { turns, ask, end } = tried();
  const first = ask('a', 'a1');
  const waiting = [ask('a', 'a2'), ask('b', 'b1')];
  turns.stop();
  for (const each of [...waiting, ask('c', 'late')]) {
    await expect(each).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  }
  await end();
  expect(await first).toBe('a1');
});
