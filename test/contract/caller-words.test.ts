import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallerWords, noKeys } from '../../src/contract/caller-words.ts';
import { formsOfKey, holdsPieceOf, keysOfAnyForm } from '../secrets/forms.ts';

const forms = Object.entries(formsOfKey);
const keys = Object.entries(keysOfAnyForm);

describe.each(keys)('a key %s', (_which, key) => {
  const words = new CallerWords([key]);

  it.each(forms)('is in no word that is kept or shown: %s', (_form, write) => {
    for (const word of [write(key), `agent ${write(key)} 1.0`, `${write(key)}${write(key)}`]) {
      for (const left of [words.kept(word), words.shown(word)])
        expect([word, holdsPieceOf(key, left)]).toEqual([word, false]);
    }
  });

  it('is told by no look at what knows it', () => {
    expect(holdsPieceOf(key, inspect(words, { depth: 9, showHidden: true }) + JSON.stringify(words))).toBe(false);
  });

  it('is known whole where it comes as data, and its pieces are data', () => {
    const whole = ['as it is', 'percent-encoded', 'in base64', 'in hex', 'split by hyphens', 'in small letters'];
    for (const form of whole) expect([form, words.holdKey(formsOfKey[form]?.(key) ?? '')]).toEqual([form, true]);
    expect(words.holdKey(key.slice(0, 8))).toBe(false);
    expect(words.holdKey('4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01')).toBe(false);
  });

  it('takes nothing else along', () => {
    const usual = [
      'claude-code/2.1',
      'node',
      'Mozilla/5.0 (X11; Linux x86_64)',
      'Ana',
      'my agent',
      '%',
      '%zz',
      '\\u00',
      '',
    ];
    for (const word of usual) expect([words.kept(word), words.shown(word)]).toEqual([word, word]);
    expect(words.shown(`before ${key} behind`)).toBe('before [key] behind');
  });
});

describe('a word that is kept', () => {
  it.each(['://', '%3A%2F%2F', '%253a%252f%252f', ':%2F/', String.raw`:\/\/`])('ends before %s', (separator) => {
    expect(noKeys.kept(`streamable-http: https${separator}gateway.example/mcp`)).toBe('streamable-http: https');
    // What is only shown goes back to whoever said it.
    expect(noKeys.shown(`https${separator}gateway.example`)).toBe(`https${separator}gateway.example`);
  });

  it('hides no URL behind what nobody sees', () => {
    expect(noKeys.kept('https:\u200b/\u2060/gateway.example')).toBe('https');
  });

  it('has none of several keys, nor of any key in any text', () => {
    const several = new CallerWords(Object.values(keysOfAnyForm));
    for (const [which, key] of keys)
      expect([which, holdsPieceOf(key, several.kept(`one ${key}`))]).toEqual([which, false]);
    const visible = fc.string({ minLength: 12, maxLength: 60, unit: fc.constantFrom(...'abcXYZ0189-_.~%+/=:') });
    const written = fc.constantFrom(...forms.map(([, write]) => write));
    fc.assert(
      fc.property(visible, written, fc.string(), fc.string(), (key, write, before, after) => {
        // Too few letters and digits are no piece of anything.
        fc.pre(key.replace(/[^0-9a-z]/gi, '').length >= 10 && !/%[0-9a-f]{2}/i.test(key));
        const left = new CallerWords([key]).kept(`${before} ${write(key)} ${after}`);
        expect([left, holdsPieceOf(key, left)]).toEqual([left, false]);
      }),
    );
  });
});

it('texts that are too short to be a key cut nothing', () => {
  for (const key of ['', 'a', 'abc']) expect(new CallerWords([key]).kept('an abc agent')).toBe('an abc agent');
});

it('another key is gone whole where it begins, ends or goes on like the request’s own', () => {
  const other = `ca_live_${'mQZS7TaJhv'.repeat(5).slice(0, 49)}`;
  const own = [
    other.slice(0, 10),
    other.slice(0, 30),
    other.slice(20),
    `${other.slice(0, 25)}_${other.slice(26)}`,
    `Bearer ${other.slice(0, 16)}`,
  ];
  for (const key of own) {
    const words = new CallerWords([key]);
    for (const text of [`/v2/${other}`, `/v2/Bearer%20${other}/x`, `a ${other} b ${key}`]) {
      expect([key, words.shown(text)]).toEqual([key, expect.not.stringMatching(/TaJhv|mQZS7/)]);
    }
  }
});
