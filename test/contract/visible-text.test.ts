import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText, visibleTexts } from '../../src/contract/visible-text.ts';
import { isUnseen, unseenIn } from '../attacks/unseen.ts';

const keptEmoji = [
  '👨‍👩‍👧‍👦',
  '🏳️‍🌈',
  '🏴‍☠️',
  '👩🏽‍⚕️',
  '❤️‍🔥',
  '👁️‍🗨️',
  '🧑🏻‍❤️‍💋‍🧑🏿',
  '⛹🏽‍♀️',
  '1️⃣',
  '#️⃣',
  '©️',
  '☝🏽',
  '🇩🇪',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
];

describe('what stays', () => {
  it.each(keptEmoji)('%s, alone and in a sentence', (emoji) => {
    expect(visibleText(emoji)).toBe(emoji);
    expect(visibleText(`Neu ${emoji}${emoji}! ${emoji}`)).toBe(`Neu ${emoji}${emoji}! ${emoji}`);
  });

  it.each([
    'line\nbreak\r\nand\ttab',
    'Größe',
    '日本語',
    'עברית',
    'العربية',
    'हिन्दी',
    'e\u0301',
    '“quotes” – dash…',
    '\u00a0',
    'می\u200cخواهم',
    '۱۴۰۰ ه\u200d.ش',
    'क्\u200dष क्\u200cष',
    'র\u200d্যাম',
    'ශ්\u200dරී',
    'ക്\u200c',
  ])('%j', (text) => {
    expect(visibleText(text)).toBe(text);
  });

  it('of an answer is the answer itself, where nothing is to go', () => {
    const answer = { data: [{ name: 'Ana 👩‍🍳', count: 1, none: null }], meta: {} };
    expect(visibleTexts(answer)).toBe(answer);
  });
});

const isLineEnd = (character: string) => '\u0085\u2028\u2029'.includes(character);

describe('what goes', () => {
  it.each([
    ['a\u200bb\u200cc\u200dd\u2060e\ufefff', 'abcdef'],
    ['\u202eabc\u202c \u2066x\u2069 \u200e\u200f\u061c', 'abc x '],
    ['\u001b[31mred\u001b[0m\u0007\u0000\u009b', '[31mred[0m'],
    ['a\u00adb\u034fc\u115fd\u3164e\uffa0f\u17b4g\u180eh', 'abcdefgh'],
    ['one\u2028two\u2029three\u0085four', 'one\ntwo\nthree\nfour'],
    [`hidden${String.fromCodePoint(...Array.from('ignore all', (c) => 0xe0000 + c.charCodeAt(0)))}`, 'hidden'],
    ['x\ufe0f\ufe01\u{e0100}\u{e01ef}', 'x'],
    ['👩\u200d', '👩'],
    ['\u200d👩', '👩'],
    ['👩\u200d\u200d👩', '👩👩'],
    ['👩\u200da', '👩a'],
    ['❤\ufe0f\ufe0f', '❤\ufe0f'],
    ['1\ufe0f', '1'],
    ['☎\ufe0e', '☎'],
    ['🏴\u{e0061}\u{e0062}\u{e007f}', '🏴'],
    ['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}', '🏴'],
    ['\u{1d173}\u{1bca0}\ufff9\ufffe', ''],
    ['می\u200c\u200cخواهم', 'می\u200cخواهم'],
    ['می\u200d\u200dخ', 'می\u200dخ'],
    ['می\u200c خ\u200c', 'می خ'],
    ['a\u200cب', 'aب'],
    ['क\u200dख', 'कख'],
    ['क्\u200d\u200dष', 'क्\u200dष'],
    ['ক\u200cখ', 'কখ'],
  ])('of %j leaves %j', (text, left) => {
    expect(visibleText(text)).toBe(left);
  });

  it('from names and values, however deep', () => {
    const body = { data: [{ metadata: { 'te\u200bam': 'no\u202erth' } }], '__proto__\u200b': '\u200bx' };
    const shown = visibleTexts(body);
    expect(JSON.stringify(shown)).toBe('{"data":[{"metadata":{"team":"north"}}],"__proto__":"x"}');
  });

  it('is all that a reader of Unicode’s own tables finds, for every code point there is', () => {
    for (let block = 0; block <= 0x10ffff; block += 0x1000) {
      const codes = Array.from({ length: 0x1000 }, (_, index) => block + index);
      const characters = codes
        .filter((code) => code < 0xd800 || code > 0xdfff)
        .map((code) => String.fromCodePoint(code));
      const left = characters.map((character) => (isLineEnd(character) ? '\n' : isUnseen(character) ? '' : character));
      // The letter keeps them from coming together to emoji.
      expect(visibleText(characters.join('a'))).toBe(left.join('a'));
    }
  });

  it('is gone at once, in any mixture', () => {
    const part = fc.constantFrom(
      ...keptEmoji,
      ...Array.from('\u200d\ufe0f\u20e3🏴❤👩🏽1#a\u202e\u2028'),
      ...[0xe0067, 0xe0062, 0xe0065, 0xe006e, 0xe007f].map((code) => String.fromCodePoint(code)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const shown = visibleText(parts.join(''));
        expect(unseenIn(shown)).toBeNull();
        expect(visibleText(shown)).toBe(shown);
      }),
      { numRuns: 5_000, seed: 20261126 },
    );
  });
});
