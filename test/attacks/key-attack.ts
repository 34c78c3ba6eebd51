import fc from 'fast-check';
import { generateKey } from '../../src/keys/format.ts';
import type { Header } from './exchange.ts';
import type { Ground } from './ground.ts';

/** What is sent for a key, and the status that it is owed; 200 = it is a good one. */
export interface KeyAttack {
  kind: 'write' | 'read' | 'none' | 'wrong' | 'conflict';
  headers: readonly Header[];
  status: 200 | 400 | 401;
}

/** Mostly a key that works. */
export function keyAttack({ keys }: Pick<Ground, 'keys'>): fc.Arbitrary<KeyAttack> {
  const good = (kind: 'write' | 'read'): KeyAttack => ({ kind, headers: bearer(keys[kind]), status: 200 });
  return fc.oneof(
    { arbitrary: fc.constant(good('write')), weight: 30 },
    { arbitrary: fc.constant(good('read')), weight: 6 },
    { arbitrary: fc.constant<KeyAttack>({ kind: 'none', headers: [], status: 401 }), weight: 1 },
    {
      arbitrary: wrongKey(keys).map((key): KeyAttack => ({ kind: 'wrong', headers: bearer(key), status: 401 })),
      weight: 2,
    },
    {
      arbitrary: fc.constantFrom<KeyAttack>(
        { kind: 'conflict', headers: [...bearer(keys.write), ['x-api-key', keys.read]], status: 400 },
        { kind: 'conflict', headers: [...bearer(keys.write), ...bearer(keys.read)], status: 400 },
        { kind: 'wrong', headers: [['Authorization', `Basic ${keys.write}`]], status: 401 },
        { kind: 'wrong', headers: [['Authorization', keys.write]], status: 401 },
        { kind: 'wrong', headers: [['Authorization', 'Bearer']], status: 401 },
        { kind: 'wrong', headers: [['Authorization', '']], status: 401 },
      ),
      weight: 1,
    },
  );
}

/** Nearly a real key, or one of random bits whose checksum is right. */
export function wrongKey(keys: Ground['keys']): fc.Arbitrary<string> {
  const real = fc.constantFrom(keys.write, keys.read);
  const at = fc.nat({ max: keys.write.length - 1 });
  const letter = fc.constantFrom(...'09AZaz_-+/= .\u00ff\u00b2');
  return fc
    .oneof(
      fc.tuple(real, at, letter).map(([key, index, other]) => key.slice(0, index) + other + key.slice(index + 1)),
      fc.tuple(real, at, letter).map(([key, index, more]) => key.slice(0, index) + more + key.slice(index)),
      fc.tuple(real, at).map(([key, index]) => key.slice(0, index)),
      fc.tuple(real, at).map(([key, index]) => key.slice(index + 1)),
      real.map((key) => key.toLowerCase()),
      real.map((key) => key + key),
      real.map((key) => key.split('').reverse().join('')),
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => generateKey(() => bytes)),
    )
    .map((key) => key.trim())
    .filter((key) => key !== '' && key !== keys.write && key !== keys.read);
}

function bearer(key: string): readonly Header[] {
  return [['Authorization', `Bearer ${key}`]];
}
