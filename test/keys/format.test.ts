import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateKey, isBadCopy, keyEnds, keyLength, maskKey, parseKey } from '../../src/keys/format.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const bits = fc.uint8Array({ minLength: 32, maxLength: 32 });
const key = bits.map((bytes) => generateKey(() => bytes));

describe('parseKey refuses', () => {
  it.each([
    { what: 'nothing', text: '' },
    { what: 'a bare prefix', text: 'ca_live_' },
    { what: 'another prefix', text: 'a'.repeat(keyLength) },
    { what: 'other characters', text: `ca_live_${'!'.repeat(49)}` },
    { what: 'another case', text: `CA_LIVE_${'a'.repeat(49)}` },
    { what: 'a very long text', text: 'x'.repeat(1_000_000) },
  ])('$what as malformed', ({ text }) => {
    expect(parseKey(text)).toEqual({ kind: 'malformed' });
  });

  it('a key with anything before or after it', () => {
    fc.assert(
      fc.property(key, fc.string({ minLength: 1, maxLength: 3 }), (good, more) => {
        expect(parseKey(good + more).kind).toBe('malformed');
        expect(parseKey(more + good).kind).toBe('malformed');
      }),
    );
    expect(parseKey(`${generateKey(randomBytes)}\n`).kind).toBe('malformed');
  });

  it('every change of any one character, by its checksum', () => {
    const good = generateKey(randomBytes);
    for (let at = 'ca_live_'.length; at < keyLength; at += 1) {
      for (const other of alphabet) {
        if (other === good[at]) continue;
        expect(parseKey(good.slice(0, at) + other + good.slice(at + 1))).toEqual({ kind: 'wrong_checksum' });
      }
    }
  });

  it('two neighbouring characters that were swapped', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 8, max: keyLength - 2 }), (good, at) => {
        const [left, right] = [good.charAt(at), good.charAt(at + 1)];
        fc.pre(left !== right);
        expect(parseKey(good.slice(0, at) + right + left + good.slice(at + 2)).kind).toBe('wrong_checksum');
      }),
    );
  });

  it('any other text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseKey(text).kind).not.toBe('key');
      }),
    );
  });
});

describe('a new key', () => {
  it('has the documented shape and parses as itself', () => {
    fc.assert(
      fc.property(key, (text) => {
        expect(text).toMatch(/^ca_live_[0-9A-Za-z]{49}$/);
        expect(parseKey(text)).toEqual({ kind: 'key', key: text });
      }),
    );
  });

  it('holds all 256 bits: other bits, another key', () => {
    fc.assert(
      fc.property(bits, bits, (one, other) => {
        fc.pre(Buffer.compare(one, other) !== 0);
        expect(generateKey(() => one)).not.toBe(generateKey(() => other));
      }),
    );
    expect(generateKey(() => new Uint8Array(32))).toMatch(/^ca_live_0{43}/);
  });

  it('is its bits in base62, most significant digit first, and then its CRC-32', () => {
    const one = new Uint8Array(32);
    one[31] = 62;
    // Both made by another program: keys that are out there must go on being keys.
    expect(generateKey(() => one)).toBe(`ca_live_${'10'.padStart(43, '0')}2BlbIg`);
    expect(generateKey(() => new Uint8Array(32).fill(255))).toBe(
      'ca_live_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13bhvXf',
    );
  });

  it('shows four characters at either end and no more', () => {
    fc.assert(
      fc.property(key, (text) => {
        const masked = maskKey(text);
        expect(masked).toBe(`ca_live_${text.slice(8, 12)}…${text.slice(-4)}`);
        expect(masked).toHaveLength(8 + 4 + 1 + 4);
      }),
    );
  });
});

describe('what is remembered of a bad copy', () => {
  it('tells the copy by either end alone, and by nothing between them', () => {
    const mask = 'ca_live_abcd…wxyz';
    const ends = (start: string, end: string) => ({ start: `ca_live_${start}`, end, length: 57 });
    expect(isBadCopy(ends('abcd', 'ZZZZ'), mask)).toBe(true);
    expect(isBadCopy(ends('ZZZZ', 'wxyz'), mask)).toBe(true);
    expect(isBadCopy(ends('ZZZZ', 'ZZZZ'), mask)).toBe(false);
    expect(isBadCopy(ends('abcD', 'wxyZ'), mask)).toBe(false);
  });

  it('tells where it was cut and how long it was', () => {
    expect(keyEnds(`ca_live_abcd${'-'.repeat(9)}wxyz`)).toEqual({ start: 'ca_live_abcd', end: 'wxyz', length: 25 });
    expect(keyEnds('ca_live_')).toEqual({ start: 'ca_live_', end: 'ive_', length: 8 });
  });

  it('is no more than the mask shows, and tells the copy from every other key', () => {
    fc.assert(
      fc.property(key, key, fc.integer({ min: 12, max: keyLength - 1 }), (good, another, cut) => {
        const ends = keyEnds(good.slice(0, cut));
        expect(`${ends?.start}${ends?.end}`.length).toBeLessThanOrEqual(16);
        expect(ends !== null && isBadCopy(ends, maskKey(good))).toBe(true);
        fc.pre(another.slice(8, 12) !== good.slice(8, 12) && another.slice(-4) !== good.slice(-4));
        const others = keyEnds(another);
        expect(others !== null && isBadCopy(others, maskKey(good))).toBe(false);
      }),
    );
  });

  it('is empty for a text that does not begin as a key does', () => {
    for (const text of ['', 'hunter2', 'CA_LIVE_abcd', `x${generateKey(randomBytes)}`])
      expect(keyEnds(text)).toBeNull();
  });
});
